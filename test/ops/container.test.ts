import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { connect } from '../../db/client.ts';
import { migrate } from '../../db/migrate.ts';
import { loadConfig } from '../../src/config.ts';
import { settings } from '../../src/settings.ts';
import { postern, someFolder } from '../cli/postern.ts';
import { findPostgresql, startCluster } from './cluster.ts';
import { page } from './pages.ts';

const run = promisify(execFile);
const checkout = fileURLToPath(new URL('../..', import.meta.url));

const service = z.object({
  entrypoint: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  secrets: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.unknown()).default({}),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  security_opt: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
});
const compose = z
  .object({
    services: z.object({ database: service, postern: service, dovecot: service }),
    volumes: z.record(z.string(), z.unknown()),
    secrets: z.record(z.string(), z.object({ file: z.string() })),
  })
  .parse(parse(page('compose.yaml')));
const services = Object.values(compose.services);

/** What a Dockerfile copies from the checkout. */
function copied(dockerfile: string): readonly string[] {
  return [...page(dockerfile).matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths = '']) =>
    paths.split(' '),
  );
}

describe('the Dockerfile', () => {
  it.each(['Dockerfile', 'ops/compose/dovecot.Dockerfile'])(
    '%s copies what there is, and may',
    (dockerfile) => {
      const allowed = page('.dockerignore')
        .split('\n')
        .filter((line) => line.startsWith('!'));
      for (const path of copied(dockerfile)) {
        expect(existsSync(join(checkout, path)), path).toBe(true);
        expect(
          allowed.some((line) => path === line.slice(1) || path.startsWith(`${line.slice(1)}/`)),
          `${path} is kept out by .dockerignore`,
        ).toBe(true);
      }
      expect(copied(dockerfile).length).toBeGreaterThan(1);
    },
  );

  it('lets whoever it runs as read it, also where only the owner of the checkout may', () => {
    const [, build = '', , last = ''] = page('Dockerfile').split(/^FROM /m);
    const [, readable = ''] = /^RUN npm run build && chmod -R a\+rX (.*)$/m.exec(build) ?? [];
    const taken = [...last.matchAll(/^COPY --from=build (.*) \S+$/gm)].flatMap(([, paths = '']) =>
      paths.split(' '),
    );

    expect(last).not.toMatch(/^COPY (?!--from)/m);
    expect(taken.map((path) => path.replace('/build/', ''))).toEqual(readable.split(' '));
  });

  it('ends without root, without packages of development, and with settings that there are', () => {
    const last =
      page('Dockerfile')
        .split(/^FROM /m)
        .at(-1) ?? '';
    const named = [...(/^ENV (.*)$/m.exec(last)?.[1] ?? '').matchAll(/(\w+)=/g)].map(([, name]) => name);

    expect(last).toMatch(/^USER 1000:1000$/m);
    expect(last).toMatch(/^CMD \["node", "dist\/src\/cli.js", "serve"\]$/m);
    expect(last).toMatch(/^HEALTHCHECK --interval=\S+ --timeout=\S+ .*\\\n +CMD .*\/healthz/m);
    expect(page('Dockerfile')).toContain('npm ci --omit=dev --ignore-scripts');
    expect(named.filter((name) => name !== 'NODE_ENV' && !Object.hasOwn(settings.shape, name ?? ''))).toEqual(
      [],
    );
  });
});

describe('compose.yaml', () => {
  it('takes the database for ready only where it can be reached, not while it is set up behind its socket', () => {
    expect(compose.services.database.healthcheck?.test).toEqual(
      expect.arrayContaining(['pg_isready', '--host=127.0.0.1']),
    );
  });

  it('gives Dovecot what its settings are made of', () => {
    const { environment, secrets } = compose.services.dovecot;
    const script = page('ops/compose/site.sh');
    const used = [...script.matchAll(/\$\{(\w+):-\}/g)].map(([, name]) => name);
    const read = [...script.matchAll(/\/run\/secrets\}\/([\w-]+)/g)].map(([, name]) => name);

    expect(used).toEqual(Object.keys(environment));
    expect(new Set(read)).toEqual(new Set(secrets));
    // Without it nobody can sign in to submission.
    expect(script).toContain('submission_relay_host = ');
  });

  it('names settings, files, volumes and secrets that there are', () => {
    const { environment } = compose.services.postern;
    expect(Object.keys(environment).filter((name) => !Object.hasOwn(settings.shape, name))).toEqual([]);
    for (const { secrets, volumes, depends_on: needed } of services) {
      expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(secrets));
      expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(needed)));
      for (const volume of volumes) {
        const [source = ''] = volume.split(':', 1);
        // The policy is the site's own.
        if (source === './policy.yaml') continue;
        if (source.startsWith('./')) expect(existsSync(join(checkout, source)), source).toBe(true);
        else expect(Object.keys(compose.volumes)).toContain(source);
      }
    }
  });

  it('lets Postern write nowhere, and become nobody else', () => {
    expect(compose.services.postern).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
  });

  it('makes of the secrets settings that Postern starts with', async () => {
    const folder = await secretsFolder();
    const { stdout } = await run(
      'sh',
      [join(checkout, 'ops/compose/with-secrets.sh'), process.execPath, '-p', 'JSON.stringify(process.env)'],
      { env: { PATH: process.env['PATH'], SECRETS: folder, ...compose.services.postern.environment } },
    );
    const environment: Record<string, string> = JSON.parse(stdout);
    const { DATABASE_URL, DATABASE_OWNER_URL } = environment;

    expect([DATABASE_URL, DATABASE_OWNER_URL]).toEqual([
      'postgres://postern_bot:secret-of-bot-16@database/postern',
      'postgres://postern_owner:secret-of-owner-16@database/postern',
    ]);
    expect(() =>
      loadConfig({ ...environment, SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }),
    ).not.toThrow();
  });

  it('is run as docs/operations.md says: every secret is made, and the command line has them', () => {
    const { entrypoint, command } = compose.services.postern;
    const [, section = ''] = page('docs/operations.md').split('### With Compose\n');
    const [, steps = ''] = /^```sh\n([^]*?)^```$/m.exec(section) ?? [];
    const commandLine = ['docker compose exec postern', ...entrypoint, ...command.slice(0, -1)].join(' ');

    expect(steps).toContain(`for name in ${Object.keys(compose.secrets).join(' ')}; do`);
    expect(steps).toContain(`\n${commandLine} doctor\n`);
    expect(compose.services.postern.volumes).toContain(
      `./ops/compose/with-secrets.sh:${entrypoint.at(-1)}:ro`,
    );
    // In this order: what is mounted has to be there before.
    expect(steps).toMatch(/ init [^]* secrets\n[^]*compose up/);
  });

  it('has a first policy for the user that the image has', async () => {
    const folder = await someFolder();
    const people = ['--admin', 'slack:T0123/U0SAM', '--admin', 'terminal:node'];
    const words = ['init', ...people, '--domain', 'example.com'];
    expect(await postern(words, { folder })).toMatchObject({ code: 0 });

    const asked = ['policy', 'explain', 'terminal:node', 'manage-addresses', 'alice@example.com'];
    expect(await postern(asked, { folder })).toMatchObject({ code: 0 });
  });

  const found = findPostgresql();
  it.skipIf(!found)('gives the logins what the migrations give them', { timeout: 120_000 }, async () => {
    const folder = await secretsFolder();
    const [composed, migrated] = await Promise.all([
      startCluster(found?.bin ?? ''),
      startCluster(found?.bin ?? ''),
    ]);
    const query = async (cluster: typeof composed, statement: string) => {
      const client = connect(cluster.login('postgres', 'postgres'), { max: 1 });
      const rows = await client.unsafe(statement);
      await client.end();
      return rows;
    };
    const logins = (cluster: typeof composed) =>
      query(
        cluster,
        `select rolname, rolcanlogin, rolsuper, rolcreaterole, rolconnlimit, rolconfig::text from pg_roles
        where rolname like 'postern%' order by rolname`,
      );
    try {
      await run('sh', [join(checkout, 'ops/compose/roles.sh')], {
        env: { PATH: `${found?.bin}:/usr/bin:/bin`, PGHOST: composed.host, SECRETS: folder },
      });
      await query(migrated, 'create role postern_owner login createrole');
      await query(migrated, 'create database postern owner postern_owner');
      for (const cluster of [composed, migrated]) await migrate(cluster.login('postern_owner', 'postern'));

      expect(await logins(composed)).toEqual(await logins(migrated));
      expect((await logins(composed)).length).toBe(5);
    } finally {
      await Promise.all([composed.stop(), migrated.stop()]);
    }
  });
});

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true });
});

async function secretsFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-secrets-'));
  folders.push(folder);
  for (const name of Object.keys(compose.secrets))
    await writeFile(join(folder, name), `secret-of-${name}-16\n`);
  return folder;
}
