import { appendFile, chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { postern, someFolder } from '../cli/postern.ts';
import { describeOn } from '../mail/support/describe-on.ts';
import { dovecot23Missing } from '../mail/support/installed.ts';
import { freePorts } from '../mail/support/ports.ts';
import { type, type TypeOptions } from '../support/shell.ts';
import { type Cluster, findPostgresql, startCluster } from './cluster.ts';
import { page } from './pages.ts';

const found = findPostgresql();
const missing =
  process.geteuid?.() === 0
    ? found
      ? dovecot23Missing
      : 'needs: apt install postgresql-15'
    : 'needs root: it becomes the users that PostgreSQL lets in';

/** Where the pages say `…`. */
const ownersPassword = 'of the owner';

/** What Debian's package writes into pg_hba.conf, below whatever is put above it. */
const debiansOwn = `
local  all  postgres  peer
local  all  all  peer
host   all  all  127.0.0.1/32  scram-sha-256
host   all  all  ::1/128       scram-sha-256
`;

/** Typed as docs/operations.md and docs/mail-server.md have it: test/docs holds the lines and the pages together. */
describeOn('PostgreSQL, as the pages say,', missing, () => {
  let cluster: Cluster;
  let port: number;
  let settings: Readonly<Record<string, string>>;

  beforeAll(async () => {
    [port] = await freePorts(1);
    cluster = await startCluster(found?.bin ?? '', port);
    // Dovecot's user reaches the socket, as in /run/postgresql.
    await chmod(cluster.host, 0o711);
    await writeFile(join(cluster.host, 'data/pg_hba.conf'), debiansOwn);
    const { said, code } = await typed('runuser -u postgres psql', {
      input: `\\set ON_ERROR_STOP on\nselect pg_reload_conf();\n${fence('sql').replaceAll('…', ownersPassword)}`,
    });
    expect(code, said).toBe(0);
    await letIn(fence('conf'));
    await letIn(mailServersFence());
    settings = { DATABASE_URL: setting('DATABASE_URL'), DATABASE_OWNER_URL: setting('DATABASE_OWNER_URL') };
  }, 60_000);

  afterAll(() => cluster?.stop(), 60_000);

  /** As root on that machine, where PostgreSQL is in other places than Debian's. */
  const typed = (line: string, { env = {}, ...options }: TypeOptions = {}) =>
    type(line, {
      ...options,
      env: {
        PATH: `${found?.bin}:/usr/sbin:/usr/bin:/bin`,
        PGHOST: cluster.host,
        PGPORT: String(port),
        ...env,
      },
    });

  /** Above the lines that are there, as the pages say; what stands below the comment is for pg_ident.conf. */
  async function letIn(lines: string): Promise<void> {
    const [hba = '', ident = ''] = lines.split(/(?=^ *# pg_ident\.conf)/m);
    const file = join(cluster.host, 'data/pg_hba.conf');
    await writeFile(file, `${hba}\n${await readFile(file, 'utf8')}`);
    await appendFile(join(cluster.host, 'data/pg_ident.conf'), `${ident}\n`);
    const { said } = await typed('runuser -u postgres psql', {
      input:
        'select pg_reload_conf();\nselect line_number, error from pg_hba_file_rules where error is not null;',
    });
    expect(said).toContain('(0 rows)');
  }

  function fence(language: string): string {
    const [, install = ''] = page('docs/operations.md').split('## Install\n');
    const [, inside = ''] = new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``).exec(install) ?? [];
    return inside;
  }

  function mailServersFence(): string {
    const [, inside = ''] =
      /```\n([^`]*pg_hba\.conf[^`]*`dovecot`[^`]*?)```/.exec(page('docs/mail-server.md')) ?? [];
    return inside;
  }

  /** As step 4 has it, with the place of this cluster. */
  function setting(name: string): string {
    const [, value = ''] = new RegExp(`\`${name}=([^\`]+)\``).exec(page('docs/operations.md')) ?? [];
    return value
      .replace('/run/postgresql', encodeURIComponent(cluster.host))
      .replace('localhost', `localhost:${port}`)
      .replace('…', encodeURIComponent(ownersPassword));
  }

  it('lets the owner migrate with its password, and the bot in without one', async () => {
    const migrated = await postern(['migrate'], { folder: await someFolder(), env: settings });
    expect(migrated).toMatchObject({ code: 0, out: expect.stringContaining('Applied ') });

    const { said } = await typed(
      'psql -U postern_bot -d postern -At -c "select session_user, count(*) from device"',
    );
    expect(said).toBe('postern_bot|0\n');
  });

  it('lets in the bot as nobody else, and the owner with no other password', async () => {
    const asAnother = await typed('runuser -u nobody -- psql -U postern_bot -d postern -c "select 1"');
    expect(asAnother.said).toContain('Peer authentication failed for user "postern_bot"');
    const wrong = await typed('psql -h localhost -U postern_owner -d postern -c "select 1"', {
      env: { PGPASSWORD: 'another' },
    });
    expect(wrong.said).toContain('password authentication failed for user "postern_owner"');
  });

  it.each(['postern_sign_in', 'postern_signed_in'])(
    'lets Dovecot, and nobody else, in as %s',
    async (login) => {
      const asked = `psql -U ${login} -d postern -At -c 'select session_user'`;
      expect(await typed(`runuser -u dovecot -- ${asked}`)).toEqual({ said: `${login}\n`, code: 0 });
      expect((await typed(`runuser -u nobody -- ${asked}`)).said).toContain('Peer authentication failed');
    },
  );

  it('brings over the passwords of a mail server that kept them in SQL', async () => {
    const folder = await someFolder();
    const env = { PGUSER: 'mail', PGDATABASE: 'mail', PGPASSWORD: 'of mail', PGHOST: '127.0.0.1' };
    await typed('runuser -u postgres psql', {
      input: `create role mail login password 'of mail';
        create database mail owner mail;
        \\connect mail
        create table mailbox (email text, password text);
        insert into mailbox values ('alice@example.com', '{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop');
        grant select on mailbox to mail;`,
    });
    const listed = await typed('psql -At -F, -c "select email, password from mailbox" > users.csv', {
      cwd: folder,
      env,
    });
    expect(listed).toEqual({ said: '', code: 0 });

    const installed = { ...settings, SLACK_BOT_TOKEN: 'xoxb-none', SLACK_APP_TOKEN: 'xapp-none' };
    expect(
      await postern(['init', '--admin', 'terminal:root', '--domain', 'example.com'], {
        folder,
        env: installed,
      }),
    ).toMatchObject({ code: 0 });
    const imported = await postern(['address', 'import', 'users.csv', '--yes'], { folder, env: installed });
    expect(imported, imported.err).toMatchObject({
      code: 0,
      out: expect.stringContaining('Added 1 address'),
    });
  });
});
