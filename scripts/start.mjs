// Not TypeScript: it is what makes JavaScript of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, stop } from 'esbuild';

/**
 * `npm start`: bundles the sources and runs them, in half of the time that it takes to load them one by one, and never
 * another state of them than that of the moment. Packages stay where they are.
 */
const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'postern-start-'));
// Parts are loaded later: the sandbox's phones, when it is up.
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

/** @type {import('esbuild').Plugin} */
const asIfInTheirPlaces = {
  name: 'as if in their places',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^.]/ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: import.meta.resolve(path), external: true },
    );
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const place = JSON.stringify(pathToFileURL(path).href);
      return { contents: source.replaceAll('import.meta.url', place), loader: 'ts' };
    });
  },
};

await build({
  entryPoints: [entry],
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir: folder,
  outExtension: { '.js': '.mjs' },
  sourcemap: 'inline',
  sourcesContent: false,
  plugins: [asIfInTheirPlaces],
  logLevel: 'warning',
});
process.setSourceMapsEnabled(true);
await import(pathToFileURL(join(folder, 'main.mjs')).href);
await stop();
