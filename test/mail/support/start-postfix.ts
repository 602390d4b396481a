import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePorts, listens } from './ports.ts';

const shipped = fileURLToPath(new URL('../../../mail/postfix', import.meta.url));

/** Ends with whoever holds its input, as Dovecot does. */
const leash = 'postfix -c "$0" start-fg </dev/null & cat >/dev/null; postfix -c "$0" stop; wait $!';

export interface Postfix {
  readonly submissionPort: number;
  /** For Dovecot's configuration: where Postfix looks for it. */
  readonly dovecotConf: string;
  stop(): Promise<void>;
}

/** A Postfix of its own folder, with the shipped lines. Only root can start one. */
export async function startPostfix({ relayPort }: { readonly relayPort: number }): Promise<Postfix> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'postern-postfix-')));
  await chmod(folder, 0o755);
  const [port] = await freePorts(1);
  const config = join(folder, 'etc');
  const queue = join(folder, 'queue');
  await writeConfig(folder, port, relayPort);

  const process = spawn('sh', ['-c', leash, config], { stdio: ['pipe', 'ignore', 'ignore'] });
  const exited = once(process, 'exit');
  const logs = async () => readFile(join(folder, 'log'), 'utf8').catch(() => '');
  const stop = async () => {
    process.stdin.end();
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  if (!(await listens([port], 20_000))) {
    const words = await logs();
    await stop();
    throw new Error(`Postfix did not start: ${words}`);
  }
  const dovecotConf = await readFile(join(shipped, 'dovecot.conf'), 'utf8');
  return {
    submissionPort: port,
    dovecotConf: dovecotConf.replaceAll('/var/spool/postfix', queue),
    stop,
  };
}

async function writeConfig(folder: string, port: number, relayPort: number): Promise<void> {
  const config = join(folder, 'etc');
  await mkdir(config);
  await mkdir(join(folder, 'queue'));
  await mkdir(join(folder, 'data'));
  execFileSync('chown', ['postfix', join(folder, 'data')]);
  await cp('/etc/postfix/dynamicmaps.cf', join(config, 'dynamicmaps.cf')).catch(() => {});
  await cp(join(shipped, 'postern-senders.regexp'), join(config, 'postern-senders.regexp'));
  const [key, certificate] = [join(config, 'key.pem'), join(config, 'certificate.pem')];
  const subject = ['-subj', '/CN=mail.example.com', '-nodes', '-days', '2'];
  const words = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', ...subject];
  execFileSync('openssl', [...words, '-keyout', key, '-out', certificate], { stdio: 'ignore' });

  await writeFile(
    join(config, 'main.cf'),
    `
compatibility_level = 3.6
queue_directory = ${folder}/queue
data_directory = ${folder}/data
maillog_file = ${folder}/log
maillog_file_prefixes = ${folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.com
mydestination =
relayhost = [127.0.0.1]:${relayPort}
smtpd_tls_cert_file = ${certificate}
smtpd_tls_key_file = ${key}
`,
  );
  const main = await readFile(join(shipped, 'main.cf'), 'utf8');
  await appendFile(join(config, 'main.cf'), main.replaceAll('/etc/postfix', config));
  const master = await readFile(join(shipped, 'master.cf'), 'utf8');
  await writeFile(
    join(config, 'master.cf'),
    `${master.replace(/^submission inet/m, `127.0.0.1:${port} inet`)}
postlog unix-dgram n - n - 1 postlogd
proxymap unix - - n - - proxymap
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
smtp unix - - n - - smtp
error unix - - n - - error
retry unix - - n - - error
`,
  );
}
