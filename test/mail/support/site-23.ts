import { userInfo } from 'node:os';
import { execFileSync } from 'node:child_process';
import type { DovecotOptions } from './dovecot.ts';

export interface Place extends DovecotOptions {
  readonly folder: string;
  readonly imapPort: number;
  readonly pop3Port: number;
  readonly submissionPort: number;
  readonly doveadmPort: number;
  readonly doveadmKey: string;
}

const isRoot = process.geteuid?.() === 0;

/** Who owns the mailboxes: a user that Dovecot lets read mail (from 500 on). */
export function mailUser(): { readonly uid: number; readonly gid: number } {
  const { uid, gid } = userInfo();
  return isRoot ? { uid: idOf('-u', 'nobody'), gid: idOf('-g', 'nobody') } : { uid, gid };
}

function idOf(which: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [which, name], { encoding: 'utf8' }));
}

/** In place of 90-site.conf: what that file is for. */
export function siteConf({ database, doveadmKey, doveadmPort, folder }: Place): string {
  if (typeof database !== 'string') throw new Error('Dovecot reaches the database over TCP');
  const { hostname, port, pathname } = new URL(database);
  const { uid, gid } = mailUser();
  return `
    import_environment = $import_environment PGHOST=${hostname} PGPORT=${port} PGDATABASE=${pathname.slice(1)}
    doveadm_api_key = ${doveadmKey}
    service doveadm {
      inet_listener http {
        port = ${doveadmPort}
      }
    }
    userdb {
      driver = static
      args = allow_all_users=yes uid=${uid} gid=${gid} home=${folder}/mail/%L{orig_domain}/%L{orig_username}
    }
  `;
}

/** What the site had before: a Dovecot without sign-in. */
export function dovecotConf({
  folder,
  imapPort,
  pop3Port,
  submissionPort,
  relayPort,
  hasPenalty,
  before,
}: Place): string {
  return `
    base_dir = ${folder}/run
    state_dir = ${folder}/state
    log_path = ${folder}/log
    ${isRoot ? '' : unprivileged()}
    protocols = imap pop3 submission
    listen = 127.0.0.1
    ssl = no
    ${hasPenalty ? '' : noPenalty}
    mail_location = maildir:~/Maildir
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
    ${before ?? ''}
    !include postern/*.conf
    !include drop-in.conf
  `;
}

/** Every client of a test is on this machine: one test's wrong passwords would slow down the next, by 15 s. */
const noPenalty = 'service anvil {\n unix_listener anvil-auth-penalty {\n mode = 0\n }\n }';

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
    }
  `;
}

/** All as one user, who may change no root folder. */
function unprivileged(): string {
  const { username } = userInfo();
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const chrooted = ['anvil', 'imap-login', 'pop3-login', 'submission-login', 'imap-urlauth-login'];
  return `
    default_internal_user = ${username}
    default_login_user = ${username}
    default_internal_group = ${group}
    ${chrooted.map((name) => `service ${name} {\n chroot =\n }`).join('\n')}
  `;
}
