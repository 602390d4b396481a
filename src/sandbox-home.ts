import { mkdir, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import type { Config } from './config.ts';
import { samplePolicy } from './sandbox/sample-workspace.ts';

/** Writes the sample policy, unless it is there already: perhaps with changes that somebody plays with. */
export async function prepareSandbox({ home, policyFile }: Config): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  try {
    await writeFile(policyFile, samplePolicy(userInfo().username), { flag: 'wx' });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
  }
}
