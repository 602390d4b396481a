import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { actorOf } from '../../src/core/actor.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import { UserError } from '../../src/core/errors.ts';
import { alice, dana, listing, root, setUp } from './permissions-setup.ts';

const stranger = actorOf({ platform: 'slack', workspace: 'T9', user: 'U0DANA' });

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-policy-'));
  file = join(folder, 'policy.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

describe('permissions', () => {
  it('are none before the policy was read', async () => {
    await writeFile(file, listing);
    const { permissions } = setUp(file);

    const access = await permissions.accessOf(root);
    expect(access.refusal).toMatch(/not been read yet/);
    expect(access.may('list', alice)).toBe(false);
    expect(permissions.status()).toEqual({
      loaded: false,
      problems: [expect.stringMatching(/not been read/)],
    });
    expect(permissions.slackTeams()).toEqual([]);
    expect(permissions.discordGuilds()).toEqual([]);
    expect(permissions.ownersOf(alice)).toEqual([]);
  });

  it('are none without a policy file, and all that is said names the command that writes one', async () => {
    const { permissions, lines, questions } = setUp(file);
    await permissions.reload();

    for (const actor of [root, dana]) {
      const access = await permissions.accessOf(actor);
      expect(access.refusal).toContain('postern init');
      expect(access.may('list', alice)).toBe(false);
    }
    expect(permissions.status()).toEqual({
      loaded: false,
      problems: [expect.stringMatching(/Nobody may do anything.*postern init/)],
    });
    expect(lines).toEqual([expect.stringMatching(/^error .*Nobody may do anything.*postern init/)]);
    expect(questions).toEqual([]);
  });

  it.each([
    ['within half a minute, where the platform has to be asked', {}, 1],
    ['never, where it comes with each request', { comesWithRequest: true }, 2],
  ] as const)('remember who somebody is %s', async (_name, more, asked) => {
    await writeFile(file, listing);
    const { permissions, questions } = setUp(file, undefined, more);
    await permissions.reload();
    await permissions.accessOf(dana);
    await permissions.accessOf(dana);

    expect(questions).toHaveLength(asked);
  });

  it('are those of the policy once it was read', async () => {
    await writeFile(file, listing);
    const { permissions, lines, questions } = setUp(file);
    await permissions.reload();

    const access = await permissions.accessOf(dana);
    expect(access.may('list', alice)).toBe(true);
    expect(access.may('edit', alice)).toBe(false);
    expect(questions).toEqual([[dana, ['slack-group:T1/S1']]]);
    expect(permissions.status()).toEqual({ loaded: true, problems: [] });
    expect(permissions.slackTeams()).toEqual(['T1']);
    expect(permissions.ownersOf(alice)).toEqual([['slack:T1/U0ALICE', 'terminal:alice']]);
    expect(permissions.ownersOf(parseEmailAddress('bob@example.com'))).toEqual([]);
    expect(lines).toEqual(['info Policy read']);
  });

  it('name the guilds of Discord that are served', async () => {
    await writeFile(file, 'discord_guilds: [11]\nrules: []');
    const { permissions } = setUp(file);
    await permissions.reload();

    expect(permissions.discordGuilds()).toEqual(['11']);
  });

  it('on a terminal are had without asking a platform', async () => {
    await writeFile(file, listing);
    const { permissions, questions } = setUp(file);
    await permissions.reload();

    expect((await permissions.accessOf(root)).may('list', alice)).toBe(true);
    expect(questions).toEqual([]);
  });

  it('of somebody from a workspace that is not served are none, without asking a platform', async () => {
    await writeFile(file, listing);
    const { permissions, questions } = setUp(file);
    await permissions.reload();

    const access = await permissions.accessOf(stranger);
    expect(access.refusal).toMatch(/not one of those that Postern serves/);
    expect(access.may('list', alice)).toBe(false);
    expect(questions).toEqual([]);
  });

  it('cost the platform one question in half a minute', async () => {
    await writeFile(file, listing);
    const { permissions, questions, clock } = setUp(file);
    await permissions.reload();

    await Promise.all([permissions.accessOf(dana), permissions.accessOf(dana)]);
    clock.now += 29_999;
    await permissions.accessOf(dana);
    expect(questions).toHaveLength(1);
    clock.now += 1;
    await permissions.accessOf(dana);
    expect(questions).toHaveLength(2);
  });
});

describe('a platform that can’t be asked', () => {
  it('refuses with “try again”, logs once, and is asked again at the next click', async () => {
    await writeFile(file, listing);
    let isAway = true;
    const { permissions, lines, helper } = setUp(file, async () => {
      if (isAway) throw new Error('ratelimited');
      return helper;
    });
    await permissions.reload();

    const refused = await Promise.allSettled([permissions.accessOf(dana), permissions.accessOf(dana)]);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'try-again' } });
      expect(outcome.status === 'rejected' && outcome.reason).toBeInstanceOf(UserError);
    }
    expect(lines.filter((line) => line.startsWith('warn'))).toHaveLength(1);
    isAway = false;
    expect((await permissions.accessOf(dana)).may('list', alice)).toBe(true);
  });

  it('and one that is not there refuse alike', async () => {
    await writeFile(file, 'discord_guilds: [11]\nrules: []');
    const { permissions } = setUp(file);
    await permissions.reload();

    await expect(
      permissions.accessOf(actorOf({ platform: 'discord', workspace: '11', user: '1' })),
    ).rejects.toMatchObject({ code: 'try-again' });
  });
});
