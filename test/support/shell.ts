import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

/** What came of a command that was typed. */
export interface Typed {
  /** With what it complained of. */
  readonly said: string;
  readonly code: unknown;
}

export interface TypeOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What the shell is started by, such as `chroot` and a folder. */
  readonly inside?: readonly string[];
}

/** Types a line of a page at a shell, as it stands there. */
export async function type(
  line: string,
  { input = '', cwd = '/', env = {}, inside = [] }: TypeOptions = {},
): Promise<Typed> {
  const [program, ...words] = [...inside, 'sh', '-c', `exec 2>&1\n${line}`];
  const shell = spawn(program, words, {
    cwd,
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin`, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  // A program that asks for nothing may be over before it was written.
  shell.stdin.on('error', () => {});
  shell.stdin.end(input);
  const [said, [code]] = await Promise.all([text(shell.stdout), once(shell, 'exit')]);
  return { said, code };
}

/** Types a line with `curl` in it, which connects to this place, whatever stands in the line. */
export async function typeCurl(line: string, place: string, env: TypeOptions['env'] = {}): Promise<Typed> {
  const home = await mkdtemp(join(tmpdir(), 'postern-curl-'));
  try {
    await writeFile(join(home, '.curlrc'), `silent\nshow-error\nconnect-to = "::${place}"\n`);
    return await type(line, { env: { ...env, CURL_HOME: home } });
  } finally {
    await rm(home, { recursive: true });
  }
}
