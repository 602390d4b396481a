import { describe, expect, it } from 'vitest';
import { actorId } from '../../src/core/actor.ts';
import type { PersonFacts } from '../../src/core/permission.ts';
import { createPeopleCache, longestAge } from '../../src/policy/people-cache.ts';

const dana = actorId({ platform: 'slack', workspace: 'T1', user: 'U0DANA' });
const sam = actorId({ platform: 'slack', workspace: 'T1', user: 'U0SAM' });
const eve = actorId({ platform: 'slack', workspace: 'T1', user: 'U0EVE' });

/** A platform that counts the questions; each answer names the question it is for. */
function platform() {
  const questions: string[] = [];
  const clock = { now: 1_000_000 };
  const cache = (limit?: number) => createPeopleCache(() => clock.now, limit);
  const ask = (name: string) => async (): Promise<PersonFacts> => {
    questions.push(name);
    return { standing: 'member', groups: [`${name} ${questions.length}`], email: undefined };
  };
  return { questions, clock, cache, ask };
}

describe('answers of a platform', () => {
  it('are kept for half a minute at most', async () => {
    const { clock, cache, ask, questions } = platform();
    const people = cache();

    const first = await people(dana, ask('dana'));
    clock.now += longestAge - 1;
    expect(await people(dana, ask('dana'))).toEqual(first);
    clock.now += 1;
    expect(await people(dana, ask('dana'))).not.toEqual(first);
    expect(questions).toEqual(['dana', 'dana']);
    expect(longestAge).toBe(30_000);
  });

  it('are kept for each person', async () => {
    const { cache, ask } = platform();
    const people = cache();

    expect((await people(dana, ask('dana'))).groups).toEqual(['dana 1']);
    expect((await people(sam, ask('sam'))).groups).toEqual(['sam 2']);
    expect((await people(dana, ask('dana'))).groups).toEqual(['dana 1']);
  });

  it('are shared while they are on their way', async () => {
    const { cache, ask, questions } = platform();
    const people = cache();

    const answers = await Promise.all(Array.from({ length: 50 }, () => people(dana, ask('dana'))));
    expect(questions).toEqual(['dana']);
    expect(new Set(answers).size).toBe(1);
  });

  it('count their minute from the question, not from the answer', async () => {
    const { clock, cache, ask, questions } = platform();
    const people = cache();

    const slow = people(dana, async () => {
      clock.now += 40_000;
      return ask('slow')();
    });
    await slow;
    clock.now += 20_000;
    await people(dana, ask('dana'));
    expect(questions).toEqual(['slow', 'dana']);
  });

  it('are not kept longer when the clock is set back', async () => {
    const { clock, cache, ask, questions } = platform();
    const people = cache();

    await people(dana, ask('dana'));
    clock.now -= 1;
    await people(dana, ask('dana'));
    expect(questions).toHaveLength(2);
  });

  it('that fail reach all who wait, and are not kept', async () => {
    const { cache, ask, questions } = platform();
    const people = cache();
    const fails = () => Promise.reject(new Error('away'));

    const both = await Promise.allSettled([people(dana, fails), people(dana, ask('never'))]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await people(dana, ask('dana'))).groups).toEqual(['dana 1']);
    expect(questions).toEqual(['dana']);
  });

  it('that fail late do not remove a newer one', async () => {
    const { clock, cache, ask, questions } = platform();
    const people = cache();
    let fail = (_error: Error): void => undefined;

    const late = people(dana, () => new Promise((_resolve, reject) => (fail = reject)));
    clock.now += longestAge;
    await people(dana, ask('dana'));
    fail(new Error('away'));
    await expect(late).rejects.toThrow('away');
    await people(dana, ask('dana'));
    expect(questions).toEqual(['dana']);
  });

  it('make room for others, the oldest question first', async () => {
    const { clock, cache, ask, questions } = platform();
    const people = cache(2);

    await people(dana, ask('dana'));
    await people(sam, ask('sam'));
    clock.now += longestAge;
    await people(dana, ask('dana'));
    await people(eve, ask('eve'));
    await people(dana, ask('dana'));
    await people(eve, ask('eve'));
    expect(questions).toEqual(['dana', 'sam', 'dana', 'eve']);
    await people(sam, ask('sam'));
    expect(questions).toEqual(['dana', 'sam', 'dana', 'eve', 'sam']);
  });
});
