import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { passwordIn, readable } from '../../support/seen.ts';

/** The passwords that people were shown, however many messages came after them. */
export interface ShownPasswords {
  /** Has to be called before Slack forgets. */
  look(): void;
  readonly all: () => readonly string[];
}

export function shownPasswords(slack: SlackSandbox, people: readonly string[]): ShownPasswords {
  const seen = new Map<string, string>();
  return {
    look() {
      for (const id of people) {
        for (const message of slack.person(id).messages()) {
          const key = `${id} ${message.ts}`;
          if (!seen.has(key) && readable(message).includes('It is shown once'))
            seen.set(key, passwordIn(message));
        }
      }
    },
    all: () => [...seen.values()],
  };
}
