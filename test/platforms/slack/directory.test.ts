import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/core/actor.ts';
import { run, sandbox } from './support.ts';

const person = (user: string, team = 'T0123') => ({ platform: 'slack' as const, workspace: team, user });

describe('the directory', () => {
  it.each([
    ['U0DANA', 'member'],
    ['U0GUEST', 'guest'],
    ['U0ONE', 'guest'],
    ['U0GONE', 'deactivated'],
    ['U0ROBOT', 'bot'],
    ['USLACKBOT', 'bot'],
    ['U0FAR', 'foreign'],
    ['U0NOBODY', 'unknown'],
  ])('says of %s: %s', async (user, standing) => {
    const world = await sandbox();
    const { slack } = await run(world);

    expect(await slack.describe(actorOf(person(user)), [])).toMatchObject({ standing, groups: [] });
  });

  it('does not take the word of a payload for the workspace', async () => {
    const world = await sandbox();
    const { slack } = await run(world);

    expect(await slack.describe(actorOf(person('U0FAR', 'T0FAR')), [])).toMatchObject({
      standing: 'foreign',
    });
    expect(await slack.describe(actorOf(person('U0DANA', 'T0FAR')), [])).toMatchObject({
      standing: 'foreign',
    });
  });

  it.each([
    ['U0DANA', 'dana@example.com'],
    ['U0NEW', undefined],
    ['U0SAM', undefined],
  ])('gives the e-mail of %s only where it is confirmed: %s', async (user, email) => {
    const world = await sandbox();
    const { slack } = await run(world);

    expect((await slack.describe(actorOf(person(user)), [])).email).toBe(email);
  });

  const help = 'slack-group:T0123/S0HELP';

  it('names the groups asked for that hold the person, and asks once in half a minute', async () => {
    const world = await sandbox();
    let now = 0;
    const { slack } = await run(world, { now: () => now });
    const asked = [help, 'slack-group:T0FAR/S0HELP', 'discord-role:1/2'];

    expect((await slack.describe(actorOf(person('U0SAM')), asked)).groups).toEqual([help]);
    expect((await slack.describe(actorOf(person('U0NEW')), asked)).groups).toEqual([]);
    expect((await slack.describe(actorOf(person('U0GUEST')), asked)).groups).toEqual([]);
    now = 29_999;
    await slack.describe(actorOf(person('U0DANA')), asked);
    expect(world.log.calls('usergroups.users.list')).toHaveLength(1);
    now = 30_000;
    await slack.describe(actorOf(person('U0DANA')), asked);
    expect(world.log.calls('usergroups.users.list')).toHaveLength(2);
  });

  it('does not believe for longer what it remembers of a group, where its clock is set back', async () => {
    const world = await sandbox();
    let now = 3_600_000;
    const { slack } = await run(world, { now: () => now });
    expect((await slack.describe(actorOf(person('U0SAM')), [help])).groups).toEqual([help]);
    world.workspace.setGroup('S0HELP', []);
    now = 0;

    expect((await slack.describe(actorOf(person('U0SAM')), [help])).groups).toEqual([]);
  });

  it.each([
    ['users.info', []],
    ['usergroups.users.list', [help]],
  ])('refuses to say anything where %s fails, and asks again the next time', async (method, groups) => {
    const world = await sandbox();
    const { slack } = await run(world);
    const dana = actorOf(person('U0DANA'));
    world.misbehave.api(method, { kind: 'status', status: 503 }, { times: 3 });

    await expect(slack.describe(dana, groups)).rejects.toThrow('http_503');
    expect(await slack.describe(dana, groups)).toMatchObject({ standing: 'member', groups });
  });

  it('gets over one lost answer', async () => {
    const world = await sandbox();
    const { slack } = await run(world);
    world.misbehave.api('users.info', { kind: 'reset' });

    expect(await slack.describe(actorOf(person('U0DANA')), [])).toMatchObject({ standing: 'member' });
  });
});
