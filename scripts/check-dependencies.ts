import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/**
 * Runs dependency-cruiser, and makes sure that it saw the sources.
 *
 * Without `@swc/core` it finds no module in TypeScript 7 and prints a green tick.
 */
const folders = ['src', 'commands', 'db'];
const output = execFileSync('npx', ['depcruise', '--output-type', 'json', ...folders], {
  encoding: 'utf8',
  maxBuffer: 256 * 1024 * 1024,
  stdio: ['ignore', 'pipe', 'inherit'],
});

interface Cruised {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: {
    readonly violations: readonly {
      readonly from: string;
      readonly to: string;
      readonly rule: { readonly name: string };
    }[];
  };
}

// The shape of its `json` reporter.
const { modules, summary } = JSON.parse(output) as Cruised;
const seen = new Set(modules.map(({ source }) => source));
const unseen = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`),
  )
  .filter((path) => path.endsWith('.ts') && !seen.has(path));

for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} imports ${to}`);
for (const path of unseen) console.error(`not looked at: ${path}`);
if (summary.violations.length > 0 || unseen.length > 0) process.exit(1);
console.log(`${seen.size} modules, no import that may not be`);
