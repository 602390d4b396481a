/** Something that Slack sent, from a socket or a signed request. */
export interface Delivery {
  readonly body: unknown;
  /** Slack's id of the sending, over Socket Mode. */
  readonly envelope: string | undefined;
  /**
   * Tells Slack that it arrived, with what is shown at once: nothing, or the errors of a form.
   * @throws where Slack is no longer listening
   */
  acknowledge(answer?: Acknowledgement): Promise<void>;
}

export type Acknowledgement =
  | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> }
  | { readonly options: readonly never[] };

/** Does what the delivery asks for. Never rejects. */
export type Deliver = (delivery: Delivery) => Promise<void>;
