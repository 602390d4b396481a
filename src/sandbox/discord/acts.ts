/** `null` where the app answered in time. */
export type Problem =
  /** No first answer within 3 seconds: "The application did not respond". */
  | 'no_answer'
  /** What the form had was refused by Discord's own window. */
  | 'form_incomplete';

export interface ActOutcome {
  readonly problem: Problem | null;
  /** The interaction that it caused. Null where it caused none. */
  readonly interaction: string | null;
}
