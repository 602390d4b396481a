import { userInfo } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { commands } from '../../commands/index.ts';
import { type Bundle, bundled } from '../support/bundle.ts';
import { testDatabase } from '../support/database.ts';
import { documented, documentOf } from './documented.ts';
import { installation, postern } from './postern.ts';

const database = testDatabase();
const me = `terminal:${userInfo().username}`;
let bundle: Bundle;

// Each command is a process: seconds, where the machine is busy.
vi.setConfig({ testTimeout: 180_000 });

beforeAll(async () => {
  bundle = await bundled(fileURLToPath(new URL('../../src/cli.ts', import.meta.url)));
});
afterAll(() => bundle.remove());

it('With --json, devices are answered in one object on a line', async () => {
  const at = await installation(database);
  const program = { ...at, program: bundle.file };
  await postern(['address', 'add', 'dora@json.example.com'], program);
  const objects = async (words: readonly string[]) => {
    const ran = await postern(['devices', ...words, '--json'], program);
    return {
      ...ran,
      data: ran.out
        .trimEnd()
        .split('\n')
        .map((out) => documentOf({ ...ran, out })),
    };
  };
  const added = await objects(['add', 'dora@json.example.com', 'Phone', '--print-password']);
  const missing = await objects(['disconnect', 'dora@json.example.com', 'Tablet']);

  const whoami = await objects(['whoami']);
  const help = await objects(['help']);
  const audit = await objects(['audit', 'dora@json.example.com']);

  const rows = [{ label: 'Phone' }];
  expect(added).toMatchObject({ code: 0, data: [{ password: expect.any(String) }, { rows }] });
  expect(missing).toMatchObject({ code: 1, data: [{ failure: 'no-such-device' }] });
  expect(whoami).toMatchObject({ code: 0, err: '', data: [{ platform: 'terminal', id: me }] });
  expect(help).toMatchObject({
    code: 0,
    err: '',
    data: [{ commands: commands.map(({ name }) => ({ name })) }],
  });
  const events = [{ kind: 'device.added', by: me, devices: [{ label: 'Phone' }] }, { kind: 'address.added' }];
  expect(audit).toMatchObject({ code: 0, err: '', data: [{ events, hasEarlier: false }] });
  const namesOf = (answers: readonly object[]) => new Set(answers.flatMap((answer) => Object.keys(answer)));
  const always = documented('devices').filter((name) => name !== 'failure' && name !== 'password');
  expect(namesOf([...added.data, ...missing.data])).toEqual(
    new Set([...documented('devices'), ...documented('devices list')]),
  );
  for (const [command, { data }] of Object.entries({ whoami, help, audit })) {
    expect(namesOf(data)).toEqual(new Set([...always, ...documented(`devices ${command}`)]));
  }
});
