import { answered, personAt } from '../../../bench/lane.ts';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { passwordIn } from '../../support/seen.ts';

/** Somebody who lists, asks for a new password and takes it, over and over. */
export interface SoakPerson {
  readonly isBusy: () => boolean;
  /** The next of the three, with its answer: the password where it was one. @throws where the answer is another */
  next(): Promise<string | undefined>;
}

/** Of the address of each, as `addAddress` made it. */
export const soakLabels: readonly string[] = Array.from({ length: 20 }, (_, index) => `Device ${index + 1}`);

export function soakPerson(slack: SlackSandbox, place: number): SoakPerson {
  const person = personAt(slack, place);
  const address = soakAddress(place);
  let turn = 0;
  let question: string | undefined;
  let step = 0;
  let busy = false;

  async function act(): Promise<string | undefined> {
    if (step === 0) {
      await answered(person, `/devices ${address}`, '20 devices of');
      return undefined;
    }
    if (step === 1) {
      turn += 1;
      const label = soakLabels[turn % soakLabels.length];
      const words = `/devices change-password ${address} "${label}"`;
      question = (await answered(person, words, 'Change the password of')).message.ts;
      return undefined;
    }
    const target = { ts: question ?? '', text: 'Change password' };
    return passwordIn((await answered(person, target, 'It is shown once')).message);
  }

  return {
    isBusy: () => busy,
    async next() {
      busy = true;
      try {
        const password = await act();
        step = (step + 1) % 3;
        return password;
      } catch (error) {
        // From the beginning: a question that nobody saw can't be answered.
        step = 0;
        throw error;
      } finally {
        busy = false;
      }
    },
  };
}

export function soakAddress(place: number): string {
  return `person${place + 1}@example.com`;
}
