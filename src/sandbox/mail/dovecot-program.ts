import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { DovecotVersion } from './doveadm-api.ts';

export interface DovecotProgram {
  readonly path: string;
  /** `2.3.19.1` */
  readonly fullVersion: string;
  readonly version: DovecotVersion;
}

const execute = promisify(execFile);

/** Where packages have it: not in the PATH of a person who isn't root. */
const path = '/usr/sbin/dovecot';

/** @returns undefined where there is none, or one of a version that we have no files for */
export async function findDovecot(): Promise<DovecotProgram | undefined> {
  try {
    const { stdout } = await execute(path, ['--version']);
    const fullVersion = /^[\d.]+/.exec(stdout)?.[0] ?? '';
    const version = (['2.3', '2.4'] as const).find((known) => fullVersion.startsWith(`${known}.`));
    return version && { path, fullVersion, version };
  } catch {
    return undefined;
  }
}
