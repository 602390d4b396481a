import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SlackSandbox, startSlack } from '../../src/sandbox/slack/index.ts';
import { appEnvironment, workspace } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana, testPolicy } from '../support/people.ts';
import { passwordIn, readable } from '../support/seen.ts';

const npmStart = fileURLToPath(new URL('../../scripts/start.mjs', import.meta.url));
const database = testDatabase();
let slack: SlackSandbox;
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'postern-sigterm-'));
  await writeFile(join(home, 'policy.yaml'), testPolicy);
  slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
  await addAddress(database.db, 'alice@example.com');
});

afterAll(async () => {
  await slack.stop();
  await rm(home, { recursive: true });
});

async function started(): Promise<ChildProcess> {
  const child = spawn(process.execPath, [npmStart], {
    env: {
      ...process.env,
      ...appEnvironment(slack.apiUrl, database.bot, {
        POLICY_FILE: join(home, 'policy.yaml'),
        POSTERN_HOME: home,
        CHANGES_PER_MINUTE: '1000',
        NOTIFY_OWNERS: 'false',
      }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (data: Buffer) => {
    said += data.toString();
  });
  await expect.poll(() => said, { timeout: 60_000 }).toContain('Postern is up');
  return child;
}

it.each([0, 60])(
  'finishes what was begun, exits with 0, and leaves no password on its way, on SIGTERM %i ms after ten commands',
  async (wait) => {
    const child = await started();
    const person = slack.person(dana);
    const before = person.messages('it-helpdesk').length;
    const acts = Array.from({ length: 10 }, (_, index) =>
      person.say('it-helpdesk', `/devices add alice@example.com "${wait} ${index}" other imap`),
    );
    await sleep(wait);
    const since = performance.now();
    const exit = once(child, 'exit');
    child.kill('SIGTERM');
    const [code] = await exit;
    const took = performance.now() - since;
    const acknowledged = (await Promise.all(acts)).filter(({ problem }) => problem === null).length;

    expect(code).toBe(0);
    expect(took).toBeLessThan(10_000);
    const rows = await database.sql('owner')`
      select device.tag, delivery.delivered_at is not null as delivered
      from device join delivery on delivery.device_id = device.id
      where device.label like ${`${wait} %`}`;
    const shown = person
      .messages('it-helpdesk')
      .slice(before)
      .filter((message) => readable(message).includes('It is shown once'))
      .map((message) => passwordIn(message).slice(0, 4));
    // Finished, or untouched: nothing was made that nobody was told of, and nothing was taken that was not done.
    expect(rows.filter(({ delivered }) => delivered !== true)).toEqual([]);
    expect(rows.map(({ tag }) => String(tag)).toSorted()).toEqual(shown.toSorted());
    expect(shown).toHaveLength(acknowledged);
  },
  90_000,
);
