import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PersonFacts } from '../../src/core/permission.ts';
import { alice, dana, editing, listing, root, setUp } from './permissions-setup.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postern-policy-'));
  file = join(folder, 'policy.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

describe('reading the policy again', () => {
  it('takes over what is new, and asks the platforms anew', async () => {
    await writeFile(file, listing);
    const { permissions, questions } = setUp(file);
    await permissions.reload();
    await permissions.accessOf(dana);

    await writeFile(file, editing);
    await permissions.reload();
    const access = await permissions.accessOf(dana);
    expect([access.may('list', alice), access.may('edit', alice)]).toEqual([false, true]);
    expect(questions).toHaveLength(2);
  });

  it('keeps the old policy where the new one has mistakes, and logs each with its line', async () => {
    await writeFile(file, listing);
    const { permissions, lines } = setUp(file);
    await permissions.reload();

    await writeFile(file, 'slack_teams: [x]\nrules:\n  - { who: eve, may: [everything], on: ["*@*"] }\n');
    await permissions.reload();
    expect((await permissions.accessOf(dana)).may('list', alice)).toBe(true);
    expect(lines.slice(1)).toEqual([
      expect.stringMatching(/^error line 1: “x” is no id/),
      expect.stringMatching(/^error line 3: There is no group “eve”/),
      'error The policy file has mistakes. The policy that was read before stays.',
    ]);
    expect(permissions.status()).toEqual({
      loaded: true,
      problems: [expect.stringMatching(/^line 1: “x”/), expect.stringMatching(/^line 3: There is no group/)],
    });

    await writeFile(file, editing);
    await permissions.reload();
    expect(permissions.status()).toEqual({ loaded: true, problems: [] });
    expect((await permissions.accessOf(dana)).may('list', alice)).toBe(false);
  });

  it('keeps the old policy where the file is gone', async () => {
    await writeFile(file, listing);
    const { permissions, lines } = setUp(file);
    await permissions.reload();

    await rm(file);
    await permissions.reload();
    expect((await permissions.accessOf(dana)).may('list', alice)).toBe(true);
    expect(permissions.status()).toMatchObject({
      loaded: true,
      problems: [expect.stringMatching(/no policy file. The policy that was read before stays/)],
    });
    expect(lines.at(-1)).toMatch(/^error There is no policy file/);
  });

  it.each([
    ['with mistakes', 'rules: 5', /^line 1: “rules” must be a list/],
    ['that is not UTF-8', new Uint8Array([0x72, 0xff, 0xfe]), /^The file is not UTF-8/],
    ['that is too large', `rules: []\n# ${'x'.repeat(1_000_000)}`, /^The file is larger than 1 MB/],
  ])('at the start, a file %s allows nobody anything', async (_name, content, problem) => {
    await writeFile(file, content);
    const { permissions, lines } = setUp(file);
    await permissions.reload();

    const access = await permissions.accessOf(root);
    expect(access.refusal).toMatch(/has mistakes, so nobody may do anything/);
    expect(access.may('list', alice)).toBe(false);
    expect(permissions.status()).toEqual({ loaded: false, problems: [expect.stringMatching(problem)] });
    expect(lines.at(-1)).toBe('error The policy file has mistakes. Nobody may do anything.');
  });

  it('takes a folder for no file', async () => {
    file = folder;
    const { permissions } = setUp(file);
    await permissions.reload();

    expect(permissions.status()).toEqual({ loaded: false, problems: ['This is not a file.'] });
  });

  it('says why a file can’t be read', async () => {
    file = join(file, 'below');
    await writeFile(join(folder, 'policy.yaml'), listing);
    const { permissions } = setUp(file);
    await permissions.reload();

    expect(permissions.status().problems).toEqual(["The file can't be read: ENOTDIR."]);
  });

  it('decides by the new policy what was asked under the old one', async () => {
    await writeFile(file, listing);
    let answer = (_facts: PersonFacts): void => undefined;
    let isFirst = true;
    const { permissions, helper, questions } = setUp(file, () => {
      if (!isFirst) return Promise.resolve(helper);
      isFirst = false;
      return new Promise((resolve) => (answer = resolve));
    });
    await permissions.reload();

    const pending = permissions.accessOf(dana);
    await writeFile(file, editing);
    await permissions.reload();
    answer(helper);
    const access = await pending;
    expect([access.may('list', alice), access.may('edit', alice)]).toEqual([false, true]);
    expect(questions).toHaveLength(2);
  });

  it('twice at once ends with what the file holds', async () => {
    await writeFile(file, listing);
    const { permissions, lines } = setUp(file);

    const first = permissions.reload();
    // In one step: while a file is written over, who reads it may find it empty.
    await writeFile(`${file}.new`, editing);
    await rename(`${file}.new`, file);
    await Promise.all([first, permissions.reload(), permissions.reload()]);
    expect((await permissions.accessOf(root)).may('edit', alice)).toBe(true);
    expect(lines.filter((line) => line === 'info Policy read')).toHaveLength(3);
  });
});
