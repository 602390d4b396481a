import { describe, expect, it } from 'vitest';
import { slackManifest } from '../../../src/platforms/slack/manifest.ts';

const commands = [
  {
    name: 'list',
    options: {
      address: { kind: 'email' as const, title: 'Address', description: '', example: 'alice@example.com' },
    },
  },
  { name: 'audit', options: {} },
  { name: 'help', options: {} },
];

const least = 'channels:read chat:write commands groups:read im:write usergroups:read users:read'.split(' ');

describe('the app manifest', () => {
  it('of Socket Mode opens no address to Slack', () => {
    const manifest = slackManifest(commands, { requestUrl: undefined, trustSlackEmail: false });

    expect(manifest.settings).toEqual({
      interactivity: { is_enabled: true },
      org_deploy_enabled: false,
      socket_mode_enabled: true,
      token_rotation_enabled: false,
    });
    expect(manifest.features.slash_commands).toEqual([
      {
        command: '/devices',
        description: expect.any(String),
        usage_hint: 'alice@example.com | audit | help',
        should_escape: false,
      },
    ]);
  });

  it('of signed HTTP names the address at every place that Slack sends to', () => {
    const requestUrl = 'https://postern.example.com/slack/events';
    const { settings, features } = slackManifest(commands, { requestUrl, trustSlackEmail: false });

    expect(settings).toMatchObject({
      interactivity: { is_enabled: true, request_url: requestUrl },
      socket_mode_enabled: false,
    });
    expect(features.slash_commands[0]).toMatchObject({ url: requestUrl });
  });

  it.each([
    [false, least],
    [true, [...least, 'users:read.email']],
  ])('asks for the least scopes (with e-mail trusted: %s)', (trustSlackEmail, scopes) => {
    const { oauth_config: granted } = slackManifest(commands, { requestUrl: undefined, trustSlackEmail });

    expect(granted.scopes.bot).toEqual(scopes);
  });

  it('keeps within what Slack takes, however many commands there are', () => {
    const many = Array.from({ length: 200 }, (_, at) => ({ name: `command-${at}`, options: {} }));
    const { features, display_information: shown } = slackManifest(many, {
      requestUrl: undefined,
      trustSlackEmail: false,
    });

    expect(features.slash_commands[0]?.usage_hint.length).toBeLessThanOrEqual(1000);
    expect(shown.name.length).toBeLessThanOrEqual(35);
    expect(shown.description.length).toBeLessThanOrEqual(140);
  });
});
