/**
 * Discord's limits. Characters, where nothing else is said.
 *
 * @see https://discord.com/developers/docs/components/reference
 * @see https://discord.com/developers/docs/interactions/application-commands
 */
export const limits = {
  /** In a message, those inside of others counted too. */
  components: 40,
  /** Of all texts of a message together, with what Markdown adds. */
  text: 4000,
  buttonsInRow: 5,
  buttonLabel: 80,
  customId: 100,

  modalTitle: 45,
  modalComponents: 5,
  inputLabel: 45,
  inputDescription: 100,
  inputText: 4000,

  selectOptions: 25,
  /** Label and value of an option of a select, and of a choice or suggestion of a command. */
  choiceText: 100,
  choices: 25,
  commandOptions: 25,
  commandName: 32,
  commandDescription: 100,
  /** Of names, descriptions and values of a command; of translations only the longest counts. */
  command: 8000,

  nonce: 25,
  /** Milliseconds in which an interaction can be answered. */
  tokenLifetime: 15 * 60_000,
} as const;
