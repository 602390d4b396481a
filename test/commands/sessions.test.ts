import { beforeEach, describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../src/core/email-address.ts';
import type { AddressId, DeviceId } from '../../src/core/ports.ts';
import {
  mailProblems,
  type OpenSignOut,
  type SessionIdentity,
  type SessionsReport,
  type SignOutId,
} from '../../src/core/sessions.ts';
import { createWorld, words } from '../core/world.ts';

let world: ReturnType<typeof createWorld>;
beforeEach(() => {
  world = createWorld();
});

const two: SessionsReport = { kind: 'ended', before: { count: 2, protocols: ['imap', 'smtp'] } };
const ending: SessionsReport = {
  kind: 'ending',
  before: { count: 1, protocols: ['imap'] },
  trouble: [{ host: 'mail.example.com:8080', problem: 'timeout' }],
};
const failed: SessionsReport = {
  kind: 'needs-attention',
  trouble: [
    { host: 'one.example.com', problem: 'unreachable' },
    { host: 'two.example.com', problem: 'still-open' },
  ],
  commands: ["doveadm kick 'alice@example.com/k7xw'"],
};

const changes = [
  ['a changed password', '1:change-password.confirm:42:3', '{"device":"42"}'],
  ['a disconnected device', '1:disconnect.confirm:42:3', '{"device":"42"}'],
  ['all devices disconnected', '1:disconnect-all.confirm:7:0123456789ab', '{"address":"7"}'],
] as const;

describe.each(changes)('after %s', (_name, click, revoked) => {
  it('says at once that the password is revoked, and in a second message how many sessions were ended', async () => {
    world.sessionsBecome(two);
    const said = await world.click(click);

    expect(words(said.slice(0, 1))).toMatch(/revoked: (the old one|it|they) (is|are) refused from now on/);
    expect(words(said.slice(1))).toContain('Sessions: 2 were open (IMAP, SMTP), none is left.');
    expect(world.calls.filter((call) => call.startsWith('sessions.end'))).toEqual([
      `sessions.end [${revoked}]`,
    ]);
  });

  it('tells the end later, in a message of its own, where it is not known at once', async () => {
    world.sessionsBecome(ending, Promise.resolve(two));
    const said = await world.click(click);
    await expect.poll(() => world.said).toHaveLength(3);

    expect(words(said)).toContain(
      'Sessions: 1 was open (IMAP). Still ending them: mail.example.com:8080 did not answer in time.',
    );
    expect(world.said[2]?.way).toBe('privately');
    expect(words(world.said.slice(2))).toContain('none is left.');
  });

  it('tells it directly where the platform takes no further answer', async () => {
    let resolve: (end: SessionsReport) => void = () => {};
    world.sessionsBecome(
      ending,
      new Promise((done) => {
        resolve = done;
      }),
    );
    await world.click(click);
    world.blocked.set('privately', 1);
    resolve(failed);
    await expect.poll(() => world.said).toHaveLength(3);

    expect(world.said[2]?.way).toBe('tell');
  });

  it('says nothing more where this process stops first', async () => {
    world.sessionsBecome(ending, Promise.resolve(undefined));
    await world.click(click);
    await new Promise(setImmediate);

    expect(world.said).toHaveLength(2);
  });

  it('names each host that failed and the command to run, where the last try failed', async () => {
    world.sessionsBecome(failed);
    const said = words(await world.click(click));

    expect(said).toContain('⚠ they may still be open');
    expect(said).toContain('one.example.com can’t be reached. two.example.com still has one of them.');
    expect(said).toContain("On the mail server, run doveadm kick 'alice@example.com/k7xw'");
    expect(said).not.toContain('none is left');
  });

  it('says that no mail server is connected, where none is', async () => {
    expect(words(await world.click(click))).toContain('no mail server is connected to Postern');
  });
});

it('says that nothing was open, where nothing was', async () => {
  world.sessionsBecome({ kind: 'ended', before: { count: 0, protocols: [] } });

  expect(words(await world.click('1:disconnect.confirm:42:3'))).toContain('Sessions: none was open.');
});

it('says that they are still being ended, where nothing else is known', async () => {
  world.sessionsBecome({ ...ending, trouble: [] });

  expect(words(await world.click('1:disconnect.confirm:42:3'))).toContain(
    '1 was open (IMAP). Still ending them. It is tried again by itself',
  );
});

it('says that Postfix may finish a mail, where mail is sent through it', async () => {
  world.sendThroughPostfix();
  world.sessionsBecome(two);

  expect(words(await world.click('1:disconnect.confirm:42:3'))).toContain(
    'none is left. A mail being sent through Postfix may still finish.',
  );
});

it.each(mailProblems)('has words for a host with the problem %s', async (problem) => {
  world.sessionsBecome({ ...ending, trouble: [{ host: 'mail.example.com', problem }] });

  expect(words(await world.click('1:disconnect.confirm:42:3'))).toMatch(
    /Still ending them: mail\.example\.com [a-z’ ]+[^.]*\. It is tried again by itself/,
  );
});

it('names one problem of several hosts once, and three commands of many', async () => {
  const commands = ['1', '2', '3', '4', '5'].map((number) => `kick ${number}`);
  world.sessionsBecome({
    kind: 'needs-attention',
    trouble: ['a.example', 'b.example'].map((host) => ({ host, problem: 'timeout' })),
    commands,
  });

  expect(words(await world.click('1:disconnect.confirm:42:3'))).toMatch(
    /a\.example and b\.example did not answer in time\..* run kick 1 and kick 2 and kick 3, and the same for 2 more/,
  );
});

describe('the list', () => {
  const open = (suffix: string, state: OpenSignOut['state'], command?: string) => ({
    id: suffix as SignOutId,
    device: '42' as DeviceId,
    addressId: '7' as AddressId,
    address: 'alice@example.com' as EmailAddress,
    label: 'iPhone',
    identity: `alice@example.com/${suffix}` as SessionIdentity,
    attempts: 2,
    state,
    command,
  });
  const list = async () => words(await world.type('alice@example.com'));

  it('shows how many sessions each device has now, the generic password too', async () => {
    world.nowConnected({
      kind: 'known',
      counts: new Map([
        ['alice@example.com/k7xw' as SessionIdentity, 1],
        ['alice@example.com/generic' as SessionIdentity, 3],
      ]),
      complete: true,
    });
    const shown = await list();

    expect(shown).toMatch(/iPhone [^|]*Connected now \(1 session\) · Never used/);
    expect(shown).toMatch(/Generic password [^|]*Connected now \(3 sessions\)/);
    expect(shown).not.toContain('answer');
  });

  it('says so where the mail server did not answer, and where only some of its hosts did', async () => {
    world.nowConnected({ kind: 'unreachable' });
    expect(await list()).toContain('The mail server did not answer: who is connected now can’t be shown.');

    world.nowConnected({ kind: 'known', counts: new Map(), complete: false });
    expect(await list()).toContain('Not every host of the mail server answered');
  });

  it('says nothing of connections where no mail server is connected to Postern', async () => {
    expect(await list()).not.toMatch(/Connected now|mail server/);
  });

  it('marks a device that nobody used a day after it was added', async () => {
    world.changeDevice('42', { isLongUnused: true });

    expect(await list()).toContain('⚠ Never used, a day and more after it was added: is it set up?');
  });

  it('names what is still ending, and above it what a person has to end', async () => {
    const command = "doveadm kick 'alice@example.com/m2pq'";
    world.nowConnected({ kind: 'no-mail-server' }, [
      open('k7xw', 'ending'),
      open('m2pq', 'needs-attention', command),
    ]);

    expect(await list()).toMatch(
      new RegExp(
        `⚠ Sessions of iPhone, password m2pq may still be open\\. .* run ${command} \\| ` +
          'Still ending the sessions of iPhone, password k7xw\\. The password is refused\\.',
      ),
    );
  });

  it('counts those that it has no room for', async () => {
    world.nowConnected(
      { kind: 'no-mail-server' },
      ['aaaa', 'bbbb', 'cccc', 'dddd', 'eeee'].map((suffix) => open(suffix, 'ending')),
    );

    expect(await list()).toContain('And the sessions of 2 more passwords that were revoked.');
  });
});
