import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Dovecot, DovecotOptions } from './dovecot.ts';
import { dovecotConf, mailUser, siteConf, type Place } from './site-23.ts';
import { freePorts, listens } from './ports.ts';
import { typeAt } from './type-at.ts';

const shipped = fileURLToPath(new URL('../../../mail/dovecot/2.3', import.meta.url));

/** Ends with whoever holds its input, also where that is killed: a Dovecot outlives no test. */
const leash = 'dovecot -F -c "$0" </dev/null & cat >/dev/null; kill $!; wait $!';

/** Longer than a start takes on a busy machine. */
const startLimitMilliseconds = 20_000;

/**
 * A Dovecot 2.3 as an administrator sets it up by docs/mail-server.md: a plain one, into whose folder ours is copied. Started
 * by root it runs as Dovecot's own users, else as whoever starts it.
 */
export async function startDovecot23(options: DovecotOptions): Promise<Dovecot> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'postern-dovecot-')));
  const [imapPort, pop3Port, submissionPort, doveadmPort] = await freePorts(4);
  const place: Place = {
    ...options,
    folder,
    imapPort,
    pop3Port,
    submissionPort,
    doveadmPort,
    doveadmKey: randomBytes(32).toString('hex'),
  };
  await copyFiles(place);

  const process = spawn('sh', ['-c', leash, join(folder, 'dovecot.conf')], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const exited = once(process, 'exit');
  let said = '';
  process.stderr.on('data', (data: Buffer) => {
    said += data.toString();
  });
  const logs = async () => said + (await readFile(join(folder, 'log'), 'utf8').catch(() => ''));
  const stop = async () => {
    process.stdin.end();
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };

  const authSocket = join(folder, 'auth');
  const places = [imapPort, pop3Port, submissionPort, doveadmPort, authSocket];
  if (!(await listens(places, startLimitMilliseconds))) {
    const words = await logs();
    await stop();
    throw new Error(`Dovecot did not start: ${words}`);
  }
  return {
    version: '2.3',
    imapPort,
    pop3Port,
    submissionPort,
    doveadmUrl: `http://127.0.0.1:${doveadmPort}`,
    doveadmKey: place.doveadmKey,
    authSocket,
    type: (line, input = '') => typeAt(join(folder, 'dovecot.conf'), line, { input }),
    logs,
    stop,
  };
}

async function copyFiles(place: Place): Promise<void> {
  const { folder } = place;
  // Dovecot's users pass through.
  await chmod(folder, 0o755);
  const postern = join(folder, 'postern');
  await cp(shipped, postern, { recursive: true });
  // The one place in the files that names where they are.
  const signIn = join(postern, '10-sign-in.conf');
  const words = await readFile(signIn, 'utf8');
  const { instead } = place;
  await writeFile(
    signIn,
    instead
      ? instead.signIn.replaceAll('FOLDER', postern)
      : words.replaceAll('/etc/dovecot/postern', postern),
  );
  if (instead) await writeFile(join(postern, 'usual.conf.ext'), instead.query);
  await writeFile(join(postern, '90-site.conf'), siteConf(place));
  await writeFile(join(folder, 'dovecot.conf'), dovecotConf(place));
  await writeFile(join(folder, 'drop-in.conf'), `${place.dropIn ?? ''}\n`);
  await mkdir(join(folder, 'mail'));
  const { uid, gid } = mailUser();
  await chown(join(folder, 'mail'), uid, gid);
}
