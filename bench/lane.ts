import { type Person, readable } from '../src/sandbox/slack/driver.ts';
import type { SlackSandbox } from '../src/sandbox/slack/index.ts';
import type { WindowMessage } from '../src/sandbox/window.ts';
import { floorText } from './floor.ts';
import { channel, people } from './workspace.ts';

/** One person who does one thing after another. */
export interface Lane {
  /** What comes before, and isn't measured. */
  prepare(): Promise<void>;
  /** @returns milliseconds from the click until the answer stood at the double */
  act(): Promise<number>;
  /** What follows on the answer, and isn't measured but for its CPU. */
  settle(): Promise<void>;
}

export type Job = 'list' | 'change';

const nothing = async (): Promise<void> => {};

/** The same two acts at the app without work: a command, and a click on the button of an answer. */
export function floorLane(slack: SlackSandbox, place: number, job: Job): Lane {
  const person = personAt(slack, place);
  const say = () => answered(person, '/devices', floorText);
  if (job === 'list') return { prepare: nothing, act: async () => (await say()).took, settle: nothing };
  let ts = '';
  return {
    async prepare() {
      ts = (await say()).message.ts;
    },
    act: async () => (await answered(person, { ts, text: 'Again' }, floorText)).took,
    settle: nothing,
  };
}

/** A list of 20 devices; or a change of password, from the click on its question until the password is shown. */
export function posternLane(slack: SlackSandbox, place: number, job: Job): Lane {
  const person = personAt(slack, place);
  const address = `person${place + 1}@example.com`;
  if (job === 'list') {
    return {
      prepare: nothing,
      act: async () => (await answered(person, `/devices ${address}`, '20 devices of')).took,
      settle: nothing,
    };
  }
  let ts = '';
  let turn = 0;
  return {
    async prepare() {
      turn += 1;
      const label = `Device ${(turn % 20) + 1}`;
      const words = `/devices change-password ${address} "${label}"`;
      ts = (await answered(person, words, 'Change the password of')).message.ts;
    },
    act: async () => (await answered(person, { ts, text: 'Change password' }, 'It is shown once')).took,
    async settle() {
      await person.waitFor(({ messages }) =>
        messages().some((message) => message.ts === ts && readable(message).includes('was changed')),
      );
    },
  };
}

export function personAt(slack: SlackSandbox, place: number): Person {
  const id = people[place];
  if (id === undefined) throw new RangeError(`There are only ${people.length} people`);
  return slack.person(id);
}

/** Milliseconds: also where the machine is busy with something else. */
const patience = 30_000;

/** Types or clicks, and waits for the next message that this person gets. */
export async function answered(
  person: Person,
  what: string | { readonly ts: string; readonly text: string },
  expected: string,
): Promise<{ readonly took: number; readonly message: WindowMessage }> {
  const before = person.messages().at(-1)?.ts ?? '';
  const began = performance.now();
  const waiting = person.waitFor(({ messages }) => {
    const message = messages().at(-1);
    return message && message.ts > before ? { took: performance.now() - began, message } : undefined;
  }, patience);
  const acknowledged = typeof what === 'string' ? person.say(channel, what) : person.click(what);
  const [answer, { problem }] = await Promise.all([waiting, acknowledged]);
  // A failure is answered fast, too.
  if (problem !== null || !readable(answer.message).includes(expected)) {
    throw new Error(`Instead of “${expected}”: ${problem ?? readable(answer.message)}`);
  }
  return answer;
}
