/**
 * Block Kit's limits, on one page.
 *
 * @see https://docs.slack.dev/reference/block-kit
 */
export const limits = {
  messageBlocks: 50,
  viewBlocks: 100,
  /** Bytes of JSON. */
  viewSize: 250_000,
  id: 255,
  text: 3000,
  /** Of a message. */
  topLevelText: 40_000,
  /**
   * All text in the blocks of a message. Not in the reference: 13,172 to 13,297 characters were seen to be the end of it.
   *
   * @see https://github.com/slackapi/bolt-js/issues/2509
   */
  messageText: 13_000,
  privateMetadata: 3000,
  modalTitle: 24,

  headerText: 150,
  sectionFields: 10,
  fieldText: 2000,
  contextElements: 10,
  actionElements: 25,
  inputLabel: 2000,

  buttonText: 75,
  buttonValue: 2000,
  url: 3000,
  altText: 2000,
  placeholder: 150,
  optionText: 75,
  optionValue: 150,
  overflowOptions: 5,
  selectOptions: 100,
  choiceOptions: 10,
  inputText: 3000,

  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
} as const;
