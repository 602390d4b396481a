import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Whatever is loaded before a command begins: files of ours, and packages by their names. */
async function loadedWith(entry: string): Promise<ReadonlySet<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    // In chunks of their own, as Node loads what is imported later.
    splitting: true,
    outdir: 'not-written',
  });
  const loaded = new Set<string>();
  const follow = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const found of metafile.inputs[path]?.imports ?? []) {
      if (found.kind === 'import-statement') follow(found.path);
    }
  };
  follow(entry);
  return loaded;
}

it('the help, the words of a shell and a manifest are there without the database, the policy and the settings', async () => {
  const loaded = [...(await loadedWith('src/cli.ts'))];

  const packages = loaded.filter((path) => !/^(src|commands)\//.test(path) && !path.startsWith('node:'));
  expect(packages).toEqual(['commander']);
  expect(loaded.filter((path) => /^(db|src\/(config|log|permissions)\.ts)/.test(path))).toEqual([]);
  expect(loaded).toContain('src/platforms/slack/manifest.ts');
});
