import { beforeAll, describe, expect, it } from 'vitest';
import { textOf } from '../../src/sandbox/slack/find-control.ts';
import { asList, asObject } from '../../src/sandbox/json.ts';
import type { WindowMessage } from '../../src/sandbox/window.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { submitted } from '../support/forged.ts';
import { dana, sam } from '../support/people.ts';
import { readable } from '../support/seen.ts';
import { counts } from './matrix/world.ts';

const channel = 'it-helpdesk';
const database = testDatabase();
const app = testApp(database, { env: { NOTIFY_OWNERS: 'false' } });
let addressId: string;

beforeAll(async () => {
  const { address } = await addAddress(database.db, 'alice@example.com', {
    devices: ['iPhone', 'Desk', 'Desk 2'],
  });
  addressId = address.id;
});

/** The private answer to what is typed, and what it changed. */
async function typing(words: string, user = dana) {
  const person = app.person(user);
  const seen = person.messages(channel).length;
  const before = await counts(database, '');
  const { problem } = await person.say(channel, `/devices ${words}`);
  expect(problem).toBeNull();
  const answer = await person.waitFor(({ messages }) => messages(channel)[seen], 15_000);
  const after = await counts(database, '');
  return { answer, changed: after.changes - before.changes };
}

const blocksOf = ({ blocks }: WindowMessage) => blocks.map((block) => textOf(block));

describe('what can’t be an address', () => {
  it.each([
    'alice@',
    '@example.com',
    'alice@example',
    'alice@@example.com',
    'alice@example..com',
    'alice@-example.com',
    'al*ce@example.com',
    'al?ce@example.com',
    'alice/tag@example.com',
    'alice%@example.com',
    'alice@example.com.',
    '"alice\u0000"@example.com',
    'älice@example.com',
    'alice@exämple.com',
    'аlice@example.com',
    'alice@example.com\u202Emoc',
    'ali\u200Bce@example.com',
    '<alice@example.com>',
    '<mailto:alice@example.com',
    '<mailto:al*ce@example.com|al*ce@example.com>',
    '<@U0ALICE>@',
    '<!channel>@example.com',
    `${'a'.repeat(250)}@example.com`,
    "alice'--@example.com",
    `a@${'b'.repeat(100_000)}.com`,
  ])('%.60s', async (address) => {
    const { answer, changed } = await typing(`add ${address} "Reception printer"`);

    expect(changed).toBe(0);
    expect(blocksOf(answer)).toEqual([
      'That was not done',
      expect.stringMatching(
        /^“.*” is not an address that can have devices\. An example: alice@example\.com$/,
      ),
    ]);
  });
});

describe('an address in other clothes', () => {
  it.each([
    'ALICE@EXAMPLE.COM',
    '  alice@example.com  ',
    '<mailto:alice@example.com|alice@example.com>',
    '<mailto:Alice@Example.com|Alice@Example.com>',
    '<mailto:alice@example.com>',
    '"alice@example.com"',
    '“alice@example.com”',
    'LIST alice@example.com',
  ])('%s', async (address) => {
    expect(readable((await typing(address)).answer)).toContain('3 devices of alice@example.com');
  });

  it('takes what is shown of a link, and not where it leads', async () => {
    expect(readable((await typing('<mailto:eve@example.com|alice@example.com>')).answer)).toContain(
      'devices of alice@example.com',
    );
  });
});

/** Each is answered with one sentence that says what is wrong, and an example. */
describe('a mistake', () => {
  const tooLong = 'x'.repeat(65);
  it.each([
    [
      'an address that is not there',
      'list bob@example.com',
      /^There is no address bob@example\.com here\./,
      /postern address add bob@/,
    ],
    [
      'a word that is nearly a command',
      'disconect alice@example.com',
      /no command “disconect”\. Did you mean disconnect\?/,
      /example: \/devices disconnect alice@/,
    ],
    [
      'a word that is no command',
      'xyzzyplugh',
      /no command “xyzzyplugh”/,
      /example: \/devices alice@example\.com/,
    ],
    ['a word that is a property of objects', 'constructor', /no command “constructor”/, /example: \/devices/],
    ['mentions for a command', '<!channel>', /no command “<!channel>”/, /example: \/devices/],
    ['100,000 characters', 'x'.repeat(100_000), /no command “x{60}…”/, /example: \/devices/],
    [
      '100,000 characters in a quote',
      `add alice@example.com "${'x'.repeat(100_000)}`,
      /“x{60}…” has no partner/,
      /example: \/devices add/,
    ],
    ['100,000 words', 'list '.repeat(20_000), /“list” is not an address/, /example: alice@example\.com/],
    [
      'a quote without its partner',
      'add alice@example.com "Reception printer',
      /before “Reception printer” has no partner/,
      /example: \/devices add/,
    ],
    ['no address', 'add', /^Address is missing\./, /An example: \/devices add alice@example\.com/],
    [
      'no label',
      'add alice@example.com',
      /^Label is missing\./,
      /An example: \/devices add .*"Reception printer"/,
    ],
    [
      'an empty label',
      'add alice@example.com ""',
      /^Label is missing\./,
      /An example: \/devices add .*"Reception printer"/,
    ],
    [
      'a label of blanks',
      'add alice@example.com "   "',
      /^Label is missing\./,
      /An example: \/devices add .*"Reception printer"/,
    ],
    [
      'a label of 65 characters',
      `add alice@example.com ${tooLong}`,
      /has 65 characters; at most 64 fit\./,
      /example: Reception printer/,
    ],
    [
      'a label of 65 astral characters',
      `add alice@example.com ${'🖨'.repeat(65)}`,
      /has 65 characters; at most 64 fit\./,
      /example: Reception printer/,
    ],
    [
      'a label with a control character',
      'add alice@example.com "Rec\u0007eption"',
      /invisible or control characters\./,
      /example: Reception printer/,
    ],
    [
      'a label that turns the text',
      'add alice@example.com "Rec\u202Eeption"',
      /invisible or control characters\./,
      /example: Reception printer/,
    ],
    [
      'a label of nothing visible',
      'add alice@example.com "\u200B"',
      /invisible or control characters\./,
      /example: Reception printer/,
    ],
    [
      'a word too many',
      'add alice@example.com Reception other imap printer',
      /“printer” is one word too many\./,
      /: \/devices add alice@example\.com "Reception printer"/,
    ],
    [
      'a kind that there is not',
      'add alice@example.com Printer toaster',
      /^Kind can't be “toaster”\./,
      /Choose Phone, Computer, Tablet or Other\..*quotation marks/,
    ],
    [
      'a protocol that there is not',
      'add alice@example.com Printer other gopher',
      /^Protocols can't be “gopher”\./,
      /Choose IMAP, POP or SMTP\./,
    ],
    [
      'no protocol',
      'add alice@example.com Printer other ","',
      /^Choose at least one/,
      /: IMAP, POP or SMTP\./,
    ],
    [
      'a device that there is not',
      'disconnect alice@example.com toaster',
      /^No device of alice@example\.com matches “toaster”\./,
      /Nothing was done\./,
    ],
    [
      'a device of two',
      'disconnect alice@example.com des',
      /^More than one device of alice@example\.com matches “des”\./,
      /four characters/,
    ],
    [
      'a device of wildcards',
      'disconnect alice@example.com %%',
      /No device .* matches “%%”\./,
      /Nothing was done\./,
    ],
    [
      'no device',
      'change-password alice@example.com',
      /^Device is missing\./,
      /An example: \/devices change-password .*iPhone/,
    ],
  ])('%s', async (_name, words, says, example) => {
    const { answer, changed } = await typing(words);
    const [title, sentence = '', ...more] = blocksOf(answer);

    expect(changed).toBe(0);
    expect(answer.ephemeral).toBe(true);
    expect(sentence).toMatch(says);
    expect(sentence).toMatch(example);
    expect(sentence.length).toBeLessThan(300);
    // Below it there may be the list, where that helps.
    if (more.length === 0) expect(title).toBe('That was not done');
    else expect(title).toBe('Devices');
    expect(app.logged()).not.toContain('"level":50');
  });

  it('of somebody who may not list the address says nothing about it', async () => {
    const there = await typing('list carol@example.net', sam);
    await addAddress(database.db, 'carol@example.net', { devices: ['Phone'] });
    const since = await typing('list carol@example.net', sam);

    expect(readable(there.answer)).toBe(readable(since.answer));
  });
});

describe('a form', () => {
  it.each([
    ['a label of 65 characters', 'x'.repeat(65), 'at most 64 fit'],
    ['a label of nothing', '', 'Label is missing'],
    ['a label of blanks', '   ', 'Label is missing'],
    ['a label that turns the text', 'a\u202Eb', 'invisible or control characters'],
    ['a label of 100,000 characters', 'x'.repeat(100_000), 'has 100000 characters'],
  ])('with %s shows the error beside its field, with an example', async (_name, label, says) => {
    const before = await counts(database, '');
    const acknowledged = await app.slack.redeliver(
      submitted({ user: dana }, `1:add.submit:${addressId}`, label),
    );
    const ack = app.slack.log.deliveries().at(-1)?.ack;

    expect(acknowledged.ok).toBe(true);
    expect(ack).toMatchObject({
      response_action: 'errors',
      errors: { label: expect.stringContaining(says) },
    });
    expect(JSON.stringify(ack)).toContain('An example: Reception printer');
    expect(await counts(database, '')).toEqual(before);
  });

  it('without any protocol shows the error beside that field', async () => {
    const whole = submitted({ user: dana }, `1:add.submit:${addressId}`, 'Printer');
    const view = asObject(whole.payload['view']);
    const values = asObject(asObject(view['state'])['values']);
    const none = { ...values, protocols: { value: { type: 'checkboxes', selected_options: asList([]) } } };
    await app.slack.redeliver({
      ...whole,
      payload: { ...whole.payload, view: { ...view, state: { values: none } } },
    });

    expect(app.slack.log.deliveries().at(-1)?.ack).toMatchObject({
      errors: { protocols: 'Choose at least one: IMAP, POP or SMTP.' },
    });
  });
});
