import type { DovecotProgram } from './dovecot-program.ts';

export interface DovecotSettings {
  readonly program: DovecotProgram;
  /** With the shipped files in `postern`, and everything that this Dovecot writes. */
  readonly folder: string;
  /** The folder of the socket of the database, and its name. */
  readonly databaseFolder: string;
  readonly databaseName: string;
  readonly userName: string;
  readonly groupName: string;
  readonly uid: number;
  readonly gid: number;
  readonly imapPort: number;
  readonly doveadmPort: number;
  readonly apiKey: string;
}

/** What a site has without our files: here, IMAP alone, on this machine alone, and all of it as one user who isn't root. */
export function dovecotConf(settings: DovecotSettings): string {
  const { program, folder, userName, groupName, uid, gid, imapPort } = settings;
  const isOld = program.version === '2.3';
  return `
${isOld ? '' : `dovecot_config_version = ${program.fullVersion}\ndovecot_storage_version = ${program.fullVersion}`}
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/dovecot.log
${isOld ? 'protocols = imap' : 'protocols {\n  imap = yes\n}'}
listen = 127.0.0.1
ssl = no
default_internal_user = ${userName}
default_internal_group = ${groupName}
default_login_user = ${userName}
first_valid_uid = ${uid}
first_valid_gid = ${gid}
${isOld ? 'mail_location = maildir:~/Maildir' : 'mail_driver = maildir\nmail_path = ~/Maildir'}
# Only root may change the root of a process.
${['anvil', 'imap-login', 'pop3-login', 'submission-login', 'imap-urlauth-login']
  .map((service) => `service ${service} {\n  chroot =\n}`)
  .join('\n')}
service imap-login {
  inet_listener imap {
    port = ${imapPort}
  }
  inet_listener imaps {
    port = 0
  }
}
!include postern/*.conf
`;
}

/** In place of 90-site.conf: what differs from site to site. */
export function siteConf(settings: DovecotSettings): string {
  const { program, doveadmPort, apiKey } = settings;
  return `
doveadm_api_key = ${apiKey}
service doveadm {
  inet_listener http {
    port = ${doveadmPort}
  }
}
${program.version === '2.3' ? site23(settings) : site24(settings)}`;
}

function site23({ databaseFolder, databaseName, folder, uid, gid }: DovecotSettings): string {
  return `
import_environment = $import_environment PGHOST=${databaseFolder} PGDATABASE=${databaseName}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${folder}/mail/%L{orig_domain}/%L{orig_username}
}
`;
}

function site24({ databaseFolder, databaseName, folder, uid, gid }: DovecotSettings): string {
  const database = (passdb: string) => `
passdb ${passdb} {
  pgsql ${passdb} {
    host = ${databaseFolder}
    parameters {
      dbname = ${databaseName}
    }
  }
}
`;
  return `${['postern_sign_in', 'postern_signed_in'].map(database).join('')}
userdb static {
  static_allow_all_users = yes
  fields {
    uid = ${uid}
    gid = ${gid}
    home = ${folder}/mail/%{user | domain}/%{user | username}
  }
}
`;
}
