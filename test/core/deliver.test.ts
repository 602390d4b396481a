import { beforeEach, expect, it } from 'vitest';
import { actorOf } from '../../src/core/actor.ts';
import type { Followed } from '../../src/core/command.ts';
import { deliver } from '../../src/core/deliver.ts';
import { Secret } from '../../src/core/secret.ts';
import { text } from '../../src/core/text.ts';
import type { PrivateView, PublicView } from '../../src/core/view.ts';

const actor = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0DANA' });
const view = (title: string): PublicView => ({ title, blocks: [{ kind: 'text', text: text`${title}` }] });
const secret: PrivateView = {
  title: 'first',
  blocks: [
    ...view('first').blocks,
    { kind: 'secret', use: 'copy', label: 'Password', secret: new Secret('x') },
  ],
};

/** What reached the person, and by which way. */
let said: string[] = [];
let logged: unknown[] = [];
beforeEach(() => {
  said = [];
  logged = [];
});

/** @param blocked the ways that take nothing */
async function delivered(followed: Followed<PrivateView> | PublicView, ...blocked: readonly string[]) {
  const away = new Error('away');
  const by =
    (way: string) =>
    async ({ title, blocks }: PrivateView) => {
      if (blocked.includes(way)) throw away;
      said.push(`${way}: ${title} ${blocks.map(({ kind }) => kind).join()}`);
    };
  const error = (fields: object, message: string) => void logged.push([fields, message]);
  // Nothing else of the services is needed.
  const services = {
    log: { error },
    tell: async (_to: unknown, told: PublicView) => by('tell')(told),
  } as never;
  const request = { actor, op: 'op-1', kind: 'action', id: 'x' } as const;
  const answers = { privately: by('privately'), replace: by('replace'), form: async () => {} };
  await deliver(services, request, followed, by('first'), by('second'), answers);
  await new Promise(setImmediate);
  return said;
}

it('sends a view alone, and is content where it was not taken', async () => {
  expect(await delivered(view('a'))).toEqual(['first: a text']);
  expect(logged).toEqual([]);
  said = [];
  expect(await delivered(view('a'), 'first')).toEqual([]);
  expect(logged).toEqual([
    [{ err: new Error('away'), by: 'slack:T1/U0DANA', op: 'op-1' }, 'answer not delivered'],
  ]);
});

it('sends what follows, and what comes of it later', async () => {
  const afterwards = async () => ({ view: view('b'), later: Promise.resolve(view('c')) });

  expect(await delivered({ view: secret, afterwards })).toEqual([
    'first: first text,secret',
    'second: b text',
    'privately: c text',
  ]);
});

it('sends nothing later where nothing came of it', async () => {
  const afterwards = async () => ({ view: view('b'), later: Promise.resolve(undefined) });

  expect(await delivered({ view: view('a'), afterwards })).toEqual(['first: a text', 'second: b text']);
});

it('tells what was done in a direct message where the answer was not taken, without the secret', async () => {
  const afterwards = async () => ({ view: view('b') });

  expect(await delivered({ view: secret, afterwards }, 'first', 'second')).toEqual([
    'tell: first text',
    'tell: b text',
  ]);
});

it('lets nothing follow from what was issued and not taken', async () => {
  const afterwards = async () => ({ view: view('b') });
  const settled = async () => undefined;

  expect(await delivered({ view: secret, settled, afterwards }, 'first')).toEqual([]);
  expect(await delivered({ view: secret, settled, afterwards })).toEqual([
    'first: first text,secret',
    'second: b text',
  ]);
});

it.each<[name: string, blocked: readonly string[], told: readonly string[]]>([
  ['is said and then noted', [], ['first: a text', 'privately: news text', 'noted']],
  [
    'is told directly where nothing private is taken',
    ['privately'],
    ['first: a text', 'tell: news text', 'noted'],
  ],
  ['is not noted where nobody took it', ['privately', 'tell'], ['first: a text']],
])('what became of it %s', async (_name, blocked, told) => {
  const followed = {
    view: view('a'),
    settled: async () => view('news'),
    told: async () => void said.push('noted'),
  };

  expect(await delivered(followed, ...blocked)).toEqual(told);
});

it('what became of it need not be noted', async () => {
  expect(await delivered({ view: view('a'), settled: async () => view('news') })).toEqual([
    'first: a text',
    'privately: news text',
  ]);
});
