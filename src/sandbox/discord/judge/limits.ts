/**
 * Discord's limits, on one page.
 *
 * @see https://docs.discord.com/developers/components/reference
 * @see https://docs.discord.com/developers/resources/message
 * @see https://docs.discord.com/developers/interactions/application-commands
 */
export const limits = {
  content: 2000,
  nonce: 25,
  embeds: 10,
  files: 10,
  /** Bytes of one file, without a boosted guild. */
  fileSize: 10 * 1024 * 1024,
  allowedMentions: 100,

  rows: 5,
  /** In a message, nested ones counted. */
  components: 40,
  /** All text displays of a message together. */
  displayedText: 4000,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,
  url: 512,
  selectOptions: 25,
  optionLabel: 100,
  optionValue: 100,
  optionDescription: 100,
  placeholder: 150,
  sectionTexts: 3,
  altText: 1024,
  galleryItems: 10,

  modalTitle: 45,
  modalComponents: 5,
  label: 45,
  labelDescription: 100,
  inputText: 4000,
  inputPlaceholder: 100,
  radioOptions: 10,
  uploads: 10,

  commandName: 32,
  commandDescription: 100,
  commandOptions: 25,
  choices: 25,
  choiceName: 100,
  choiceValue: 100,
  /** All names, descriptions and values of one command, each at its longest translation. */
  commandText: 8000,
  textOption: 6000,

  embedTitle: 256,
  embedDescription: 4096,
  embedFields: 25,
  embedFieldName: 256,
  embedFieldValue: 1024,
  embedFooter: 2048,
  embedAuthor: 256,
  embedText: 6000,
} as const;
