import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { postern, someFolder } from './postern.ts';

const policy = `groups:
  mail-admins: ["terminal:root"]
rules:
  - { who: mail-admins, may: [list], on: ["*@example.com"] }
`;

async function withPolicy(source: string): Promise<{ readonly folder: string }> {
  const folder = await someFolder();
  await writeFile(join(folder, 'policy.yaml'), source);
  return { folder };
}

describe('postern policy check', () => {
  it('says that a file has no mistakes', async () => {
    expect(await postern(['policy', 'check'], await withPolicy(policy))).toEqual({
      code: 0,
      out: 'policy.yaml has no mistakes. 1 rule, 1 group, 0 people.\n',
      err: '',
    });
  });

  it('names every mistake with its line, in the form that editors jump to', async () => {
    const broken = policy.replace('[list]', '[lists]').replace('*@example.com', '*example');
    const checked = await postern(['policy', 'check'], await withPolicy(broken));

    expect(checked).toMatchObject({ code: 1, out: '' });
    expect(checked.err).toContain('policy.yaml:4: “lists” is no permission. Did you mean “list”?\n');
    expect(checked.err).toContain('policy.yaml:4: “*example” matches no address.');
    expect(checked.err).toContain('2 mistakes.');
  });

  it('says that there is no such file', async () => {
    const checked = await postern(['policy', 'check', 'elsewhere.yaml'], { folder: await someFolder() });

    expect(checked).toMatchObject({ code: 1, out: '' });
    expect(checked.err).toContain('There is no elsewhere.yaml');
  });
});

describe('postern policy explain', () => {
  const explain = async (...words: string[]) =>
    postern(['policy', 'explain', ...words], await withPolicy(policy));

  it('ends with 0 where a rule allows it', async () => {
    const { code, out } = await explain('terminal:root', 'list', 'Bob@Example.com');

    expect(out).toContain('Allowed. terminal:root: list on bob@example.com\n');
    expect(code).toBe(0);
  });

  it('ends with 3 where none does', async () => {
    expect(await explain('terminal:root', 'add', 'bob@example.com')).toMatchObject({
      code: 3,
      out: expect.stringContaining('line 4: its “may” lacks add.'),
    });
  });

  it.each([
    ['somebody', ['root', 'list', 'bob@example.com'], 'is no account. Examples:'],
    ['a permission', ['terminal:root', 'lst', 'bob@example.com'], 'Did you mean “list”?'],
    ['an address', ['terminal:root', 'list', 'bob'], 'An example: alice@example.com'],
    ['three words', ['terminal:root', 'list'], 'missing required argument'],
  ])('ends with 2 where it gets no idea of %s', async (_name, words, sentence) => {
    const { code, err } = await explain(...words);

    expect(err).toContain(sentence);
    expect(code).toBe(2);
  });
});
