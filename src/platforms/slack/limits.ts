/**
 * Slack's limits. Characters, where nothing else is said.
 *
 * @see https://docs.slack.dev/reference/block-kit
 */
export const limits = {
  messageBlocks: 50,
  /**
   * All text in the blocks of a message. Not in the reference: 13,172 to 13,297 characters were seen to be the end of it.
   *
   * @see https://github.com/slackapi/bolt-js/issues/2509
   */
  messageText: 12_500,
  headerText: 150,
  /** Of a text object. For rich text Slack names no limit, so this one is kept there too. */
  text: 3000,
  actionElements: 25,
  buttonText: 75,
  buttonValue: 2000,
  overflowOptions: 5,
  optionText: 75,
  optionValue: 150,
  selectOptions: 100,
  checkboxOptions: 10,
  /** Title, submit and close. */
  modalWords: 24,
  inputLabel: 2000,
  inputHint: 2000,
  inputText: 3000,
  blockId: 255,
  callbackId: 255,
  privateMetadata: 3000,

  usageHint: 1000,

  /** Seconds that the timestamp of a signed request may differ from our clock, in either direction. */
  signatureAge: 300,
} as const;
