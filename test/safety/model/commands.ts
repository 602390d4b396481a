import fc from 'fast-check';
import { expect } from 'vitest';
import type { PrivateView } from '../../../src/core/view.ts';
import { type Act, connectedOf, type Fields, type Model, step, type Told } from './store-model.ts';
import type { World } from './world.ts';

export const users = ['U0DANA', 'U0SAM'] as const;
type User = (typeof users)[number];

/** What somebody's screen still shows, however old: devices with their versions, and questions about all of them. */
interface Seen {
  readonly rows: { readonly device: string; readonly version: number }[];
  readonly questions: { readonly shown: string; readonly digest: string }[];
}

/** The model of one address, and what people remember of it. It changes as commands run. */
export interface State {
  model: Model;
  readonly seen: Readonly<Record<User, Seen>>;
  readonly acts: { readonly user: User; readonly act: Act }[];
}

export interface Real {
  readonly world: World;
  readonly address: string;
  /** Looks whether the database holds what the model says. */
  compare(model: Model): Promise<void>;
}

export const freshState = (): State => ({
  model: { devices: {}, done: [] },
  seen: { U0DANA: { rows: [], questions: [] }, U0SAM: { rows: [], questions: [] } },
  acts: [],
});

/** Which of the things that this person has seen: 0 is the newest. */
type Wish = { readonly user: User; readonly at: number; readonly process: number } & (
  | { readonly kind: 'add' | 'edit'; readonly fields: Fields }
  | { readonly kind: 'change-password' | 'disconnect' | 'disconnect-all' }
);

const fields: fc.Arbitrary<Fields> = fc.record({
  label: fc.constantFrom('Phone', 'Tablet', 'Printer'),
  kind: fc.constantFrom('phone', 'other'),
  protocols: fc.constantFrom(['imap'], ['imap', 'smtp'], ['smtp']),
});
const common = {
  user: fc.constantFrom(...users),
  // Mostly what was just seen.
  at: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(12)),
  process: fc.nat(1),
};
const wishes: fc.Arbitrary<Wish> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ ...common, kind: fc.constant('add' as const), fields }) },
  { weight: 3, arbitrary: fc.record({ ...common, kind: fc.constant('change-password' as const) }) },
  { weight: 2, arbitrary: fc.record({ ...common, kind: fc.constant('edit' as const), fields }) },
  {
    weight: 1,
    arbitrary: fc.record({ ...common, kind: fc.constantFrom('disconnect', 'disconnect-all') }),
  },
);

type Command = fc.AsyncCommand<State, Real>;

export const commands: readonly fc.Arbitrary<Command>[] = [
  fc.constantFrom(...users).map(look),
  wishes.map(doIt),
  wishes.map(doIt),
  fc.nat(5).map(again),
  fc.tuple(wishes, wishes).map(([one, other]) => together(one, other)),
  wishes.map(twiceAtOnce),
];

let ops = 0;

/** Undefined where this person has seen nothing that they could click for it. */
function actOf({ seen }: State, wish: Wish): Act | undefined {
  ops += 1;
  const op = `op ${ops}`;
  const newest = <T>(all: readonly T[]) => all.at(-1 - (wish.at % Math.max(all.length, 1)));
  if (wish.kind === 'add') return { op, kind: 'add', fields: wish.fields };
  if (wish.kind === 'disconnect-all') {
    const question = newest(seen[wish.user].questions);
    return question && { op, kind: 'disconnect-all', ...question };
  }
  const row = newest(seen[wish.user].rows);
  if (!row) return undefined;
  return wish.kind === 'edit'
    ? { op, kind: 'edit', ...row, fields: wish.fields }
    : { op, kind: wish.kind, ...row };
}

function look(user: User): Command {
  return {
    check: () => true,
    async run(state, { world, address, compare }) {
      const views = await world.type(user, address);
      const rows = views.flatMap(({ blocks }) =>
        blocks.flatMap((block) => (block.kind === 'row' ? [block] : [])),
      );
      const connected = Object.entries(state.model.devices).filter(([, { isConnected }]) => isConnected);
      expect(rows.map(({ label }) => label).toSorted()).toEqual(
        connected.map(([, { label }]) => label).toSorted(),
      );
      state.seen[user].rows.push(...connected.map(([device, { version }]) => ({ device, version })));
      const digest = digestIn(await world.type(user, `disconnect-all ${address}`));
      expect(digest === undefined).toBe(connected.length === 0);
      if (digest !== undefined) state.seen[user].questions.push({ shown: connectedOf(state.model), digest });
      await compare(state.model);
    },
    toString: () => `${user} looks`,
  };
}

function digestIn(views: readonly PrivateView[]): string | undefined {
  return /disconnect-all\.confirm:\d+:([0-9a-f]+)/.exec(JSON.stringify(views))?.[1];
}

const say = ({ user, kind, at, process }: Wish) => `${user} does ${kind} of ${at} on ${process}`;

function doIt(wish: Wish): Command {
  return {
    check: () => true,
    async run(state, real) {
      const act = actOf(state, wish);
      if (!act) return;
      await all(state, real, [{ ...wish, act }]);
      state.acts.push({ user: wish.user, act });
    },
    toString: () => say(wish),
  };
}

/** The same delivery once more, now. */
function again(at: number): Command {
  return {
    check: ({ acts }) => acts.length > 0,
    async run(state, real) {
      const earlier = state.acts.at(-1 - (at % state.acts.length));
      if (earlier) await all(state, real, [{ ...earlier, process: at % 2 }]);
    },
    toString: () => `again ${at}`,
  };
}

function together(one: Wish, other: Wish): Command {
  return {
    check: () => true,
    async run(state, real) {
      const acts = [one, other].flatMap((wish) => {
        const act = actOf(state, wish);
        return act ? [{ ...wish, act }] : [];
      });
      await all(state, real, acts);
      state.acts.push(...acts);
    },
    toString: () => `at once: ${say(one)}; ${say(other)}`,
  };
}

function twiceAtOnce(wish: Wish): Command {
  return {
    check: () => true,
    async run(state, real) {
      const act = actOf(state, wish);
      if (act)
        await all(
          state,
          real,
          [0, 1].map((process) => ({ user: wish.user, act, process })),
        );
    },
    toString: () => `twice at once: ${say(wish)}`,
  };
}

/** All of them at once: what people are told must fit one order of them, and the database what comes of that. */
async function all(
  state: State,
  { world, address, compare }: Real,
  acts: readonly { readonly user: User; readonly act: Act; readonly process: number }[],
): Promise<void> {
  const told = await Promise.all(
    acts.map(async ({ user, act, process }) => ({ act, told: await world.act(address, user, act, process) })),
  );
  const next = inSomeOrder(state.model, told);
  if (!next) throw new Error(`Nothing explains ${JSON.stringify({ told, model: state.model })}`);
  state.model = next;
  await compare(next);
}

function inSomeOrder(
  model: Model,
  all: readonly { readonly act: Act; readonly told: Told }[],
): Model | undefined {
  const [first, second] = all;
  if (!first) return model;
  if (!second) return step(model, first.act, first.told);
  const after = (one: typeof first, other: typeof first) => {
    const between = step(model, one.act, one.told);
    return between && step(between, other.act, other.told);
  };
  return after(first, second) ?? after(second, first);
}
