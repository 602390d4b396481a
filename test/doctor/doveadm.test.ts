import { afterEach, describe, expect, it } from 'vitest';
import { doveadmChecks } from '../../src/doctor/doveadm.ts';
import { Secret } from '../../src/core/secret.ts';
import { type DoveadmDouble, startDoveadmDouble } from '../mail-server/doveadm-double.ts';
import type { Misbehaviour } from '../mail-server/doveadm-table.ts';
import { ran } from './findings.ts';
import { inFrontOf } from './in-front.ts';

const running: DoveadmDouble[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((double) => double.stop()));
});

async function host(version: '2.3' | '2.4' = '2.4'): Promise<DoveadmDouble> {
  const double = await startDoveadmDouble(version);
  running.push(double);
  return double;
}

const look = (
  hosts: readonly DoveadmDouble[],
  set?: '2.3' | '2.4',
  apiKey = hosts[0]?.apiKey ?? new Secret('none'),
) => ran(doveadmChecks({ urls: hosts.map(({ url }) => url), apiKey, version: set }));

describe('a look at the mail server', () => {
  it.each(['2.3', '2.4'] as const)(
    'says that Dovecot %s answers, and whose sessions it has',
    async (version) => {
      const double = await host(version);
      double.signIn('alice@example.com/k7xw');
      double.signIn('bob@example.com');

      expect(await look([double])).toEqual([
        `ok mail server ${double.host}: Dovecot ${version}: 2 sessions, 1 of them with their device.`,
      ]);
    },
  );

  it.each<[Misbehaviour, string]>([
    ['hangs up', 'Can’t be reached.'],
    ['HTTP 401', 'Refuses DOVEADM_API_KEY.'],
    ['HTML in place of JSON', 'Gave an answer that is not doveadm’s.'],
    ['commands not allowed', 'Does not allow “who” and “kick”'],
    ['sessions without their device', 'Lists sessions, and none with its device'],
  ])('says what to do where a host %s', async (how, sentence) => {
    const double = await host();
    double.signIn('alice@example.com/k7xw');
    double.misbehave(how);
    const [line] = await look([double]);

    expect(line).toMatch(/^wrong mail server /);
    expect(line).toContain(sentence);
    expect(line).not.toContain('alice');
  });

  it('says what to do where a host does not list its commands, by which its version is known', async () => {
    const double = await host();
    const front = await inFrontOf(double.url, { instead: { path: '/doveadm/v1', method: 'GET', body: [] } });

    expect(await ran(doveadmChecks({ urls: [front], apiKey: double.apiKey, version: undefined }))).toEqual([
      expect.stringMatching(/^wrong mail server .*: Gave an answer that is not doveadm’s\./),
    ]);
  });

  it('looks at each host by itself, and waits for none', async () => {
    const good = await host();
    const silent = await host();
    silent.misbehave('says nothing');

    expect(await look([silent, good])).toEqual([
      expect.stringMatching(/^wrong mail server .*Gave no answer in time/),
      expect.stringMatching(/^ok mail server /),
    ]);
  });

  it('says that the key is another, that the version is, and that there is no mail server', async () => {
    const double = await host('2.3');

    expect(await look([double], undefined, new Secret('another key of the double'))).toEqual([
      expect.stringContaining('Refuses DOVEADM_API_KEY'),
    ]);
    expect(await look([double], '2.4')).toEqual([
      expect.stringMatching(/^wrong mail server .*Is Dovecot 2\.3, and DOVECOT_VERSION says 2\.4/),
    ]);
    expect(await ran(doveadmChecks(undefined))).toEqual([
      expect.stringMatching(/^warning mail server: DOVEADM_URL is not set/),
    ]);
  });
});
