import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { Dovecot, DovecotOptions } from '../../mail/support/dovecot.ts';
import { freePorts, listens } from '../../mail/support/ports.ts';
import { typeAt } from '../../mail/support/type-at.ts';
import { dovecotConf, mailUser, shipped, siteConf, type Place } from './site-24.ts';

/** Ends with whoever holds its input, also where that is killed: a Dovecot outlives no test. */
const leash = 'chroot "$0" dovecot -F -c "$1" </dev/null & cat >/dev/null; kill $!; wait $!';

/** Longer than a start takes on a busy machine. */
const startLimitMilliseconds = 30_000;

/** A Dovecot 2.4 as an administrator sets it up by docs/mail-server.md: a plain one, into whose folder ours is copied. */
export async function startDovecot24In(debian: string, options: DovecotOptions): Promise<Dovecot> {
  const outside = await mkdtemp(join(debian, 'srv', 'postern-'));
  const [imapPort, pop3Port, submissionPort, doveadmPort] = await freePorts(4);
  const place: Place = {
    ...options,
    folder: `/${relative(debian, outside)}`,
    imapPort,
    pop3Port,
    submissionPort,
    doveadmPort,
    doveadmKey: randomBytes(32).toString('hex'),
  };
  await copyFiles(place, outside);

  const process = spawn('sh', ['-c', leash, debian, `${place.folder}/dovecot.conf`], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(process, 'exit');
  let said = '';
  process.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const logs = async () => said + (await readFile(join(outside, 'log'), 'utf8').catch(() => ''));
  const stop = async () => {
    process.stdin.end();
    await exited;
    await rm(outside, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };

  if (!(await listens([imapPort, pop3Port, submissionPort, doveadmPort], startLimitMilliseconds))) {
    const words = await logs();
    await stop();
    throw new Error(`Dovecot did not start: ${words}`);
  }
  return {
    version: '2.4',
    imapPort,
    pop3Port,
    submissionPort,
    doveadmUrl: `http://127.0.0.1:${doveadmPort}`,
    doveadmKey: place.doveadmKey,
    authSocket: join(outside, 'auth'),
    type: (line, input = '') =>
      typeAt(`${place.folder}/dovecot.conf`, line, { inside: ['chroot', debian], input }),
    logs,
    stop,
  };
}

async function copyFiles(place: Place, outside: string): Promise<void> {
  // Dovecot's users pass through.
  await chmod(outside, 0o755);
  await cp(shipped, join(outside, 'postern'), { recursive: true });
  await writeFile(join(outside, 'postern', '90-site.conf'), await siteConf(place));
  await writeFile(join(outside, 'dovecot.conf'), dovecotConf(place));
  await writeFile(join(outside, 'drop-in.conf'), `${place.dropIn ?? ''}\n`);
  await mkdir(join(outside, 'mail'));
  await chown(join(outside, 'mail'), mailUser, mailUser);
}
