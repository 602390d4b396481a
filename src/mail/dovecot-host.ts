import type { EmailAddress } from '../core/email-address.ts';
import type { Log } from '../core/ports.ts';
import type { HostAnswer, LiveSession, MailProblem, SessionIdentity } from '../core/sessions.ts';
import { createDeviceWatch } from './device-watch.ts';
import type { Doveadm } from './doveadm.ts';
import { askDoveadm } from './doveadm-reply.ts';
import { type VersionOf, kickParameters } from './dovecot-version.ts';
import { inParallel } from './in-parallel.ts';
import { type WhoRows, readWho } from './who-rows.ts';

export interface DovecotHost {
  who(address: EmailAddress | undefined, limit: number): Promise<HostAnswer<readonly LiveSession[]>>;
  kick(identities: readonly SessionIdentity[], limit: number): Promise<HostAnswer<undefined>>;
}

/** Each question is a doveadm process at the other end, of which there are a hundred for everybody. */
const questionsAtOnce = 4;

/** `sysexits.h`: nobody of that name has a session. */
const nobodyThere = 68;

/** One host of the mail server: its answers, and a line in the log whenever its trouble changes. */
export function createHost(doveadm: Doveadm, version: VersionOf, log: Log): DovecotHost {
  const { host } = doveadm;
  const watch = createDeviceWatch();
  let lastProblem: MailProblem | undefined;

  async function list(address: EmailAddress | undefined, limit: number): Promise<WhoRows | MailProblem> {
    // The star stands for `/tag` in 2.3, and finds those without a device too. Other addresses are left out again.
    const mask = address === undefined ? {} : { mask: [`${address}*`] };
    // 2.3 takes this one value as a boolean only, and ignores it as a string.
    const reply = await askDoveadm(doveadm, ['who', { separateConnections: true, ...mask }], limit);
    if (reply.kind === 'failed') return reply.problem;
    if (reply.kind !== 'rows') return 'unexpected-answer';
    return readWho(reply.rows, address) ?? 'unexpected-answer';
  }

  async function who(
    address: EmailAddress | undefined,
    limit: number,
  ): Promise<readonly LiveSession[] | MailProblem> {
    const listed = await list(address, limit);
    if (typeof listed === 'string') return listed;
    if (watch.trusts(listed)) return listed.sessions;
    if (address === undefined) return 'devices-missing';
    // Nobody of this address came with a device. That is nothing new where others have one.
    const everybody = await list(undefined, limit);
    if (typeof everybody === 'string') return everybody;
    return watch.trusts(everybody) ? listed.sessions : 'devices-missing';
  }

  async function kickOne(identity: SessionIdentity, limit: number): Promise<MailProblem | undefined> {
    const found = await version.find(limit);
    if ('problem' in found) return found.problem;
    const reply = await askDoveadm(doveadm, ['kick', kickParameters(identity, found.version)], limit);
    if (reply.kind === 'failed') return reply.problem;
    return reply.kind === 'rows' || reply.code === nobodyThere ? undefined : 'unexpected-answer';
  }

  async function kick(
    identities: readonly SessionIdentity[],
    limit: number,
  ): Promise<MailProblem | undefined> {
    let problem: MailProblem | undefined;
    await inParallel(identities, questionsAtOnce, async (identity) => {
      // A host that is in trouble gets no thousand questions more.
      problem ??= await kickOne(identity, limit);
    });
    return problem;
  }

  function answered<T>(value: T): HostAnswer<T> {
    if (lastProblem !== undefined) log.info({ host }, 'the mail server answers again');
    lastProblem = undefined;
    return { host, kind: 'answered', value };
  }

  function failed(problem: MailProblem): HostAnswer<never> {
    version.forget();
    if (problem !== lastProblem) log.warn({ host, problem }, logged[problem]);
    lastProblem = problem;
    return { host, kind: 'failed', problem };
  }

  return {
    async who(address, limit) {
      const sessions = await who(address, limit);
      return typeof sessions === 'string' ? failed(sessions) : answered(sessions);
    },
    async kick(identities, limit) {
      const problem = await kick(identities, limit);
      return problem === undefined ? answered(undefined) : failed(problem);
    },
  };
}

const logged: Readonly<Record<MailProblem, string>> = {
  unreachable: 'the mail server can’t be reached: sessions there are not ended',
  timeout: 'the mail server did not answer in time: sessions there are not ended',
  unauthorized: 'the mail server refused DOVEADM_API_KEY: sessions there are not ended',
  'not-allowed': 'the mail server does not allow who and kick: see doveadm_allowed_commands',
  'unexpected-answer': 'the mail server gave an answer that is not understood: sessions there are not ended',
  'devices-missing':
    'the mail server lists sessions, and none with its device. Unless they are all of other password databases: ' +
    '2.4 needs user_device in the fields of its userdb, 2.3 needs the device in the user name',
};
