import { describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../src/config.ts';

const mail = { DOVEADM_URL: 'http://127.0.0.1:8080', DOVEADM_API_KEY: 'k'.repeat(16) };
const slack = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' };

describe('settings', () => {
  it('takes several hosts of a mail server, with commas or blanks between them', () => {
    const urls = ['http://127.0.0.1:8080', 'https://two.example.com:8080/'];
    for (const between of [',', ', ', ' ']) {
      const { dovecot } = loadConfig({ ...slack, ...mail, DOVEADM_URL: urls.join(between) });
      expect(dovecot).toMatchObject({ urls, version: undefined });
      expect(JSON.stringify(dovecot)).not.toContain('kkk');
    }
  });

  it('needs nothing of Slack where there is Discord', () => {
    const config = loadConfig({ DISCORD_TOKEN: 'd'.repeat(70), DATABASE_URL: 'postgres://b@h/d', ...mail });

    expect(config).toMatchObject({
      slack: undefined,
      discord: { apiUrl: 'https://discord.com/api', auditChannel: undefined },
    });
  });

  it('opens the sandbox with nothing set', () => {
    expect(loadConfig({ SLACK_BOT_TOKEN: '' })).toMatchObject({
      slack: undefined,
      database: undefined,
      logLevel: 'info',
      httpHost: '127.0.0.1',
      httpPort: 3000,
      bcryptCost: 5,
      changesPerMinute: 30,
      notifyOwners: true,
      home: '.postern',
    });
  });

  it('names every wrong setting at once, and shows no value', () => {
    const wrong = () =>
      loadConfig({
        DATABASE_URL: 'mysql://hunter2@db',
        SLACK_BOT_TOKEN: 'hunter2',
        PASSWORD_BCRYPT_COST: '99',
        IMAP_SERVER: 'hunter2:hunter2',
        LOG_LEVEL: 'debug',
      });

    expect(wrong).toThrow(ConfigError);
    expect(wrong).toThrow(
      /SLACK_BOT_TOKEN[^]*DATABASE_URL[^]*IMAP_SERVER[^]*PASSWORD_BCRYPT_COST[^]*LOG_LEVEL/,
    );
    expect(wrong).not.toThrow(/hunter2/);
  });

  it.each([
    ['a bot token alone', { SLACK_BOT_TOKEN: 'xoxb-1' }, /needs SLACK_APP_TOKEN.*or SLACK_SIGNING_SECRET/],
    ['an app token without a bot token', { SLACK_APP_TOKEN: 'xapp-1' }, /SLACK_BOT_TOKEN is missing/],
    [
      'an owner of no database',
      { ...slack, DATABASE_OWNER_URL: 'postgres://o@h/d' },
      /DATABASE_URL is missing/,
    ],
    ['a database for the sandbox', { DATABASE_URL: 'postgres://b@h/d' }, /sandbox has its own/],
    ['a mail server for the sandbox', mail, /DOVEADM_URL goes with .* or DISCORD_TOKEN/],
    ['a mail server without its key', { ...slack, DOVEADM_URL: 'http://127.0.0.1:8080' }, /go together/],
    ['a key without its mail server', { ...slack, DOVEADM_API_KEY: 'k'.repeat(16) }, /go together/],
    [
      'a mail server that is no URL',
      { ...slack, ...mail, DOVEADM_URL: 'mail:8080' },
      /DOVEADM_URL.* is not a URL/,
    ],
    [
      'a version that there is not',
      { ...slack, ...mail, DOVECOT_VERSION: '2.5' },
      /DOVECOT_VERSION is 2\.3 or 2\.4/,
    ],
    [
      'an audit channel of a Discord without a token',
      { DISCORD_AUDIT_CHANNEL: '1'.repeat(18) },
      /DISCORD_TOKEN is missing/,
    ],
    ['debug logs', { LOG_LEVEL: 'debug' }, /LOG_LEVEL is one of/],
    ['a cost of 15', { PASSWORD_BCRYPT_COST: '15' }, /PASSWORD_BCRYPT_COST is at most 14/],
    ['a port that is none', { HTTP_PORT: '70000' }, /HTTP_PORT is at most 65535/],
    [
      'a name in place of a channel id',
      { ...slack, SLACK_AUDIT_CHANNEL: '#mail-audit' },
      /SLACK_AUDIT_CHANNEL is an id/,
    ],
  ])('refuses %s', (_name, env, message) => {
    expect(() => loadConfig(env)).toThrow(message);
  });

  it.each([
    ['imap.example.com', { host: 'imap.example.com', port: 993, encryption: 'TLS' }],
    ['imap.example.com:143', { host: 'imap.example.com', port: 143, encryption: 'STARTTLS' }],
    ['10.0.0.1:993', { host: '10.0.0.1', port: 993, encryption: 'TLS' }],
  ])('reads the mail server %s', (value, endpoint) => {
    expect(loadConfig({ IMAP_SERVER: value }).mailSettings.imap).toEqual(endpoint);
  });

  it('prints no token of what it read', () => {
    expect(JSON.stringify(loadConfig(slack))).not.toContain('xoxb-1');
  });
});
