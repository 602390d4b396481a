import { describe, expect, it } from 'vitest';
import { actorOf } from '../../../src/core/actor.ts';
import type { PersonFacts } from '../../../src/core/permission.ts';
import { ids, listView, run, said, sandbox } from './support.ts';

const helpdesk = `discord-role:${ids.guild}/${ids.helpdesk}`;
const elsewhere = `discord-role:${ids.otherGuild}/${ids.helpdesk}`;

function actor(user: string, workspace: string = ids.guild) {
  return actorOf({ platform: 'discord', workspace, user });
}

describe('who somebody is', () => {
  it.each<[name: string, user: string, facts: PersonFacts]>([
    ['a member, with their roles', ids.dana, { standing: 'member', groups: [helpdesk], email: undefined }],
    [
      'a guest before the rules of the server are accepted',
      ids.fresh,
      { standing: 'guest', groups: [], email: undefined },
    ],
    ['a bot', ids.robot, { standing: 'bot', groups: [], email: undefined }],
    [
      'nobody, for an id that is no member’s',
      '499999999999999999',
      { standing: 'unknown', groups: [], email: undefined },
    ],
  ])('is %s', async (_name, user, facts) => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);

    expect(await adapter.describe(actor(user), [helpdesk, elsewhere])).toEqual(facts);
  });

  it('is not known while Discord can’t be asked', async () => {
    const discord = await sandbox();
    const { discord: adapter } = await run(discord);
    discord.misbehave.rest('GET /guilds', { kind: 'status', status: 503 }, { times: 10 });

    await expect(adapter.describe(actor(ids.dana), [])).rejects.toMatchObject({ code: 'http_503' });
  });

  it('is what their interaction says, and Discord is not asked', async () => {
    const discord = await sandbox();
    const seen: PersonFacts[] = [];
    const { discord: adapter } = await run(discord, {
      respond: async (request, answers) => {
        seen.push(await adapter.describe(request.actor, [helpdesk]));
        await answers.privately(request.kind === 'action' ? said('Done') : listView);
      },
    });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices list');
    await dana.waitForMessage('Phone');
    discord.guilds.changeMember(ids.guild, ids.dana, { roles: [] });
    await dana.click({ label: 'Add a device' });
    await dana.waitForMessage('Done');

    expect(seen.map(({ groups }) => groups)).toEqual([[helpdesk], []]);
    expect(discord.log.calls('GET /guilds')).toEqual([]);
  });

  it.each([
    ['once that was long ago', 60_000],
    ['where its clock is set back', -3_600_000],
  ])('is asked of Discord again %s', async (_name, later) => {
    const discord = await sandbox();
    let time = 0;
    const { discord: adapter } = await run(discord, { now: () => time });
    const dana = discord.person(ids.dana);
    await dana.command(ids.help, 'devices help');
    await dana.waitForMessage('filled help');
    discord.guilds.changeMember(ids.guild, ids.dana, { roles: [] });
    time = later;

    expect((await adapter.describe(actor(ids.dana), [helpdesk])).groups).toEqual([]);
  });
});
