import { execFile } from 'node:child_process';
import { userInfo } from 'node:os';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/** As whom the Dovecot of the sandbox runs. */
export interface DovecotUser {
  readonly uid: number;
  readonly gid: number;
  readonly userName: string;
  readonly groupName: string;
}

/** Dovecot's own for what is trusted least; else the one that owns nothing. */
const candidates = ['dovenull', 'nobody'];

/** Ourselves; for root, a user who may do nothing else. */
export async function dovecotUser(): Promise<DovecotUser> {
  if (process.geteuid?.() !== 0) return lookUp(userInfo().username);
  for (const candidate of candidates) {
    const found = await lookUp(candidate).catch(() => undefined);
    if (found) return found;
  }
  throw new Error('this machine has neither a user dovenull nor nobody to run it as');
}

async function lookUp(userName: string): Promise<DovecotUser> {
  const ask = async (what: string) => (await execute('id', [what, userName])).stdout.trim();
  const [uid, gid, groupName] = await Promise.all([ask('-u'), ask('-g'), ask('-gn')]);
  return { uid: Number(uid), gid: Number(gid), userName, groupName };
}
