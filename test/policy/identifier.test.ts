import { describe, expect, it } from 'vitest';
import {
  isDiscordGuild,
  isSlackTeam,
  readAccountId,
  readPlatformGroupId,
} from '../../src/policy/identifier.ts';

describe('an account', () => {
  it.each([
    ['slack:T0123/U01ALICE', 'slack', 'T0123'],
    ['slack:E0123/W01ALICE', 'slack', 'E0123'],
    ['discord:1122/80351110224678912', 'discord', '1122'],
    ['terminal:root', 'terminal', ''],
  ])('is read from %s', (id, platform, workspace) => {
    expect(readAccountId(id)).toEqual({ platform, workspace, id });
  });

  it.each([
    ['slack:xT0123/U1'],
    ['slack:T0123x/U1'],
    ['slack:T0123/xU1'],
    ['slack:T0123/U1x'],
    ['slack:T/U1'],
    ['slack:T0123/U'],
    ['slack:U0123/U1'],
    ['slack:T0123/S1'],
    ['slack:T0123/U1 '],
    ['slack:T0123/U1\n'],
    ['Slack:T0123/U1'],
    ['discord:x1/1'],
    ['discord:1x/1'],
    ['discord:1/x1'],
    ['discord:1/1x'],
    ['discord:1/'],
    ['discord:1/111111111111111111111'],
    ['terminal:a/b'],
    ['slack-group:T0123/S1'],
  ])('is not read from %j', (id) => {
    expect(readAccountId(id)).toBeUndefined();
  });
});

describe('a group of a platform', () => {
  it.each([
    ['slack-group:T0123/S0HELP', 'slack', 'T0123'],
    ['discord-role:1122/9911', 'discord', '1122'],
  ])('is read from %s', (id, platform, workspace) => {
    expect(readPlatformGroupId(id)).toEqual({ platform, workspace, id });
  });

  it.each([
    ['xslack-group:T0123/S1'],
    ['slack-group:xT0123/S1'],
    ['slack-group:T0123x/S1'],
    ['slack-group:T0123/xS1'],
    ['slack-group:T0123/S1x'],
    ['slack-group:T0123/S1/'],
    ['slack-group:T0123/S'],
    ['slack-group:1122/9911'],
    ['discord-role:T0123/S1'],
    ['discord-role:x1/1'],
    ['discord-role:1x/1'],
    ['discord-role:1/x1'],
    ['discord-role:1/1x'],
    ['discord-role:1/1\n'],
  ])('is not read from %j', (id) => {
    expect(readPlatformGroupId(id)).toBeUndefined();
  });
});

it.each([
  ['T0123', true, false],
  ['E0123', true, false],
  ['1122', false, true],
  ['t0123', false, false],
  ['', false, false],
])('%j is a team of Slack: %s, a guild of Discord: %s', (id, team, guild) => {
  expect([isSlackTeam(id), isDiscordGuild(id)]).toEqual([team, guild]);
});
