import { z } from 'zod';
import type { MailProblem, SessionIdentity } from '../core/sessions.ts';
import type { Doveadm } from './doveadm.ts';
import { readJson } from './doveadm-reply.ts';
import { maskOf } from './identity.ts';

export type DovecotVersion = '2.3' | '2.4';

/** The field that carries the device in 2.4, from the password database to the list of sessions. */
const deviceField = 'user_device';

export interface VersionOf {
  /** Asks where it isn't known. */
  find(limit: number): Promise<{ readonly version: DovecotVersion } | { readonly problem: MailProblem }>;
  known(): DovecotVersion | undefined;
  /** After a failure: another version may be running by the next time. */
  forget(): void;
}

/** The version of one host: set, or told by its list of commands. */
export function createVersionOf(doveadm: Doveadm, set: DovecotVersion | undefined): VersionOf {
  let version = set;
  return {
    async find(limit) {
      if (version !== undefined) return { version };
      const answer = await doveadm.ask(undefined, limit);
      if ('problem' in answer) return answer;
      version = readVersion(answer.body);
      return version === undefined ? { problem: 'unexpected-answer' } : { version };
    },
    known: () => version,
    forget() {
      version = set;
    },
  };
}

const commandList = z.array(
  z.object({ command: z.string(), parameters: z.array(z.object({ name: z.string() })) }),
);

/** `kick` selects by a field of the password database since 2.4. Asking `who` for one crashes doveadm 2.4.1. */
function readVersion(body: string): DovecotVersion | undefined {
  const kick = commandList.safeParse(readJson(body)).data?.find(({ command }) => command === 'kick');
  if (!kick) return undefined;
  return kick.parameters.some(({ name }) => name === 'passdbField') ? '2.4' : '2.3';
}

/** One identity: 2.3 refuses several masks at once, and 2.4.1 crashes. */
export function kickParameters(identity: SessionIdentity, version: DovecotVersion): object {
  const mask = [maskOf(identity)];
  return version === '2.4' ? { passdbField: deviceField, mask } : { mask };
}

/** To be typed on the mail server, of whichever version where that isn't known. */
export function kickCommandOf(identity: SessionIdentity, version: DovecotVersion | undefined): string {
  const mask = `'${maskOf(identity)}'`;
  const command = { '2.3': `doveadm kick ${mask}`, '2.4': `doveadm kick -f ${deviceField} ${mask}` };
  // 2.3 refuses the first, in which it sees two masks. To 2.4 the second names nobody.
  return version === undefined ? `${command['2.4']} || ${command['2.3']}` : command[version];
}
