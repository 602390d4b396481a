import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { DovecotOptions } from '../../mail/support/dovecot.ts';

export interface Place extends DovecotOptions {
  /** As Dovecot sees it, inside its Debian. */
  readonly folder: string;
  readonly imapPort: number;
  readonly pop3Port: number;
  readonly submissionPort: number;
  readonly doveadmPort: number;
  readonly doveadmKey: string;
}

/** `nobody` of every Debian. */
export const mailUser = 65_534;

export const shipped = fileURLToPath(new URL('../../../mail/dovecot/2.4', import.meta.url));

/** 90-site.conf with what is to be edited in it, edited: fails where one of it isn't there. */
export async function siteConf({ database, doveadmKey, doveadmPort, folder }: Place): Promise<string> {
  if (typeof database !== 'string') throw new Error('Dovecot reaches the database over TCP');
  const { hostname, port, pathname } = new URL(database);
  const edits = [
    ['host = /run/postgresql', `host = ${hostname}`],
    ['dbname = postern', `dbname = ${pathname.slice(1)}\n      port = ${port}`],
    ['doveadm_api_key =', `doveadm_api_key = ${doveadmKey}`],
    ['uid = vmail', `uid = ${mailUser}`],
    ['gid = vmail', `gid = ${mailUser}`],
    ['home = /var/vmail', `home = ${folder}/mail`],
  ] as const;
  let words = await readFile(`${shipped}/90-site.conf`, 'utf8');
  for (const [from, to] of edits) {
    if (!words.includes(from)) throw new Error(`90-site.conf has no “${from}”`);
    words = words.replaceAll(from, to);
  }
  // Not for a site: several tests run at once.
  return `${words}\nservice doveadm {\n  inet_listener http {\n    port = ${doveadmPort}\n  }\n}\n`;
}

/** What the site had before: a Dovecot without sign-in. */
export function dovecotConf(place: Place): string {
  const { folder, imapPort, pop3Port, submissionPort, relayPort } = place;
  return `
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap pop3 submission
listen = 127.0.0.1
ssl = no
${place.hasPenalty ? '' : noPenalty}
mail_driver = maildir
mail_path = ~/Maildir
# Else two tests at once would wait for the disk.
mail_fsync = never
mail_max_userip_connections = 0
${service('imap', imapPort)}
${service('pop3', pop3Port)}
${service('submission', submissionPort)}
submission_relay_host = 127.0.0.1
submission_relay_port = ${relayPort ?? 25}
hostname = mail.example.com
service auth {
  unix_listener ${folder}/auth {
    mode = 0666
  }
}
${place.before ?? ''}
!include postern/*.conf
!include drop-in.conf
`;
}

/** Every client of a test is on this machine: nobody's wrong password may slow down the next test. */
const noPenalty = 'service anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}';

function service(protocol: 'imap' | 'pop3' | 'submission', port: number): string {
  const implicit = { imap: 'imaps', pop3: 'pop3s', submission: 'submissions' }[protocol];
  return `
service ${protocol}-login {
  inet_listener ${protocol} {
    port = ${port}
  }
  inet_listener ${implicit} {
    port = 0
  }
}`;
}
