import { beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors.ts';
import type { Open } from '../../../src/core/platform.ts';
import { text } from '../../../src/core/text.ts';
import type { PublicBlock } from '../../../src/core/view.ts';
import { runInTerminal, type Terminal, type TerminalOptions } from '../../../src/platforms/terminal/run.ts';
import { createWorld, dana } from '../../core/world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

interface Sitting {
  readonly screen?: boolean;
  readonly answers?: readonly boolean[];
  readonly broken?: boolean;
  /** In place of all commands. */
  readonly open?: Open;
}

/** Runs one command line, and gives what a person or a program gets of it. */
async function run(words: readonly string[], options: Partial<TerminalOptions> = {}, sitting: Sitting = {}) {
  const { screen = true, answers, broken = false, open = world.dispatch } = sitting;
  const left = [...(answers ?? [])];
  const asked: string[] = [];
  const warned: string[] = [];
  let out = '';
  const terminal: Terminal = {
    isInteractive: answers !== undefined,
    isScreen: screen,
    colour: false,
    async write(text) {
      if (broken) throw new Error('EPIPE');
      out += text;
    },
    warn: (line) => warned.push(line),
    async confirm(question) {
      asked.push(question);
      return left.shift() ?? false;
    },
  };
  const all = { json: false, yes: false, printPassword: false, issuesPassword: false, ...options };
  const code = await runInTerminal(open, dana, words, terminal, all);
  return { code, out, asked, warned };
}

const issues = { issuesPassword: true };

const buttons = (label: string): PublicBlock => ({
  kind: 'buttons',
  buttons: [{ label, id: '1:audit.earlier:10:5', style: 'plain' }],
});

describe('a command at a terminal', () => {
  it('lists, with nothing but words', async () => {
    const { code, out } = await run(['alice@example.com']);

    expect(code).toBe(0);
    expect(out).toMatch(/^1 device and the generic password of alice@example\.com\n\nLabel/);
  });

  it('takes a label with blanks and quotation marks as the shell gave it', async () => {
    const { code, out } = await run(['add', 'alice@example.com', `Bob's "new" phone`], issues);

    expect(code).toBe(0);
    expect(out).toContain(`For Bob's "new" phone on alice@example.com`);
    expect(out).toMatch(/Password, to copy:\n {2}[a-z2-9]{28}\n/);
  });

  it('asks before it changes, and does it on a yes', async () => {
    const { code, out, asked } = await run(
      ['disconnect', 'alice@example.com', 'iPhone'],
      {},
      { answers: [true] },
    );

    expect(asked).toEqual(['Disconnect the device?']);
    expect(code).toBe(0);
    expect(out).toContain('Disconnected iPhone');
    expect(world.changes()).toEqual([expect.stringMatching(/^devices\.disconnect/)]);
  });

  it.each([
    ['on a no', { answers: [false] }, {}, 1, 'Nothing was changed.'],
    ['where nobody can be asked', {}, {}, 2, 'Add --yes'],
    ['where nobody can be asked, for a program', {}, { json: true }, 2, 'Add --yes'],
  ])('changes nothing %s', async (_name, sitting, options, expected, sentence) => {
    const { code, warned } = await run(['disconnect', 'alice@example.com', 'iPhone'], options, sitting);

    expect(code).toBe(expected);
    expect(warned.join()).toContain(sentence);
    expect(world.changes()).toEqual([]);
  });

  it('needs no answer where it is told yes, and prints no question for a program', async () => {
    const { code, out } = await run(['disconnect-all', 'alice@example.com'], { yes: true, json: true });

    expect(code).toBe(0);
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).title),
    ).toEqual(['Devices', 'Sessions']);
  });

  it.each(['add', 'change-password'])('makes no password that would go into a pipe: %s', async (name) => {
    const words = [name, 'alice@example.com', name === 'add' ? 'Printer' : 'iPhone'];
    const refused = await run(words, issues, { screen: false });
    const done = await run(
      words,
      { ...issues, printPassword: true, yes: true, json: true },
      { screen: false },
    );

    expect(refused.code).toBe(2);
    expect(refused.out).toBe('');
    expect(JSON.parse(done.out.split('\n')[0] ?? '').password).toMatch(/^[a-z2-9]{28}$/);
    expect(world.changes().filter((call) => call.startsWith('devices'))).toHaveLength(1);
  });

  it('withdraws a password that could not be written, and says that it was not done', async () => {
    const { code } = await run(['add', 'alice@example.com', 'Printer'], issues, { broken: true });

    expect(code).toBe(1);
    expect(world.changes()).toContain(
      'deliveries.withdraw ["op-1","50"]'.replace('op-1', opOf('deliveries')),
    );
  });

  it.each<[string, readonly PublicBlock[], readonly string[]]>([
    ['that goes on behind a button', [buttons('Earlier')], ['All of it: export']],
    ['that is all there is', [], []],
  ])('says where the rest is of an answer %s', async (_name, more, said) => {
    const open: Open = () => ({
      reply: 'private',
      onlyReads: false,
      fieldErrors: {},
      run: (answers) =>
        answers.privately({ title: 'Audit', blocks: [{ kind: 'text', text: text`Changes` }, ...more] }),
    });

    for (const json of [false, true]) {
      const { code, warned } = await run(['audit'], { json, rest: 'All of it: export' }, { open });

      expect([code, warned]).toEqual([0, said]);
    }
    expect((await run(['audit'], {}, { open })).warned).toEqual([]);
  });

  it('asks a question again that has changed meanwhile, and gives up one that always does', async () => {
    world.changesBecome('changed');
    const { code, asked } = await run(
      ['disconnect-all', 'alice@example.com'],
      {},
      { answers: Array.from({ length: 9 }, () => true) },
    );

    expect(code).toBe(75);
    expect(asked).toHaveLength(5);
  });

  it.each([
    ['no command', ['fly'], 2],
    ['no address', ['list', 'alice'], 2],
    ['an address that is not there', ['nobody@example.com'], 1],
    ['a device that is not there', ['disconnect', 'alice@example.com', 'Nothing'], 1],
  ])('ends with a code of its own for %s', async (_name, words, code) => {
    expect((await run(words)).code).toBe(code);
  });

  it('ends with a code of its own for a refusal, for a database that is away, and for a defect', async () => {
    world.failures.set('devices.list', new UserError('try-again', 'Try again.'));
    expect((await run(['alice@example.com'])).code).toBe(75);
    world.failures.set('devices.list', new Error('a defect'));
    expect((await run(['alice@example.com'])).code).toBe(70);
    world.allow(() => false);
    expect((await run(['alice@example.com'])).code).toBe(3);
  });
});

/** The op that a call of a port carried. */
function opOf(port: string): string {
  const call = world.calls.find((one) => one.startsWith(port));
  return /\["([^"]+)"/.exec(call ?? '')?.[1] ?? '';
}
