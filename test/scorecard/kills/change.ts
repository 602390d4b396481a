import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import type { TestDatabase } from '../../support/own-database.ts';
import { dana } from '../../support/people.ts';
import type { Random } from '../../support/random.ts';
import { readable } from '../../support/seen.ts';

const channel = 'it-helpdesk';
/** Milliseconds. A machine may be busy. */
const patience = 30_000;

export type BegunChange = 'add' | 'change-password' | 'disconnect';

/** A change of one of three kinds, as far as its last click; nobody waits for what becomes of it. */
export async function beginChange(
  slack: SlackSandbox,
  database: TestDatabase,
  random: Random,
): Promise<BegunChange> {
  const person = slack.person(dana);
  const kind = random.below(3);
  const label = `Added ${random.below(1_000_000_000)}`;
  const devices = await database.sql('owner')<{ tag: string }[]>`
    select tag from device where disconnected_at is null and kind <> 'generic' order by id`;
  const device = devices[random.below(Math.max(1, devices.length))];
  if (!device || (kind === 0 && devices.length < 50)) {
    ignore(person.say(channel, `/devices add alice@example.com "${label}" other imap`));
    return 'add';
  }
  const [word, button, question] =
    kind === 1
      ? (['change-password', 'Change password', 'it can sign in again'] as const)
      : (['disconnect', 'Disconnect the device', 'stops working for good'] as const);
  const before = person.messages(channel).at(-1)?.ts ?? '';
  await person.say(channel, `/devices ${word} alice@example.com ${device.tag}`);
  const { ts } = await person.waitFor(
    ({ messages }) =>
      messages(channel).find((message) => message.ts > before && readable(message).includes(question)),
    patience,
  );
  ignore(person.click({ ts, text: button }));
  return word;
}

/** An act that is cut off by the kill fails, and that is the point. */
function ignore(act: Promise<unknown>): void {
  act.catch(() => {});
}
