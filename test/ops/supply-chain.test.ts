import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

const registry = 'https://registry.npmjs.org/';

interface Locked {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly resolved?: string; readonly integrity?: string }>
  >;
}

const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(`${root}/${file}`, 'utf8'));

describe('what Postern is made of', () => {
  it('is named by exact versions', async () => {
    // As npm writes it.
    const { dependencies, devDependencies, optionalDependencies } = (await read('package.json')) as Readonly<
      Record<string, Readonly<Record<string, string>>>
    >;
    const versions = Object.values({ ...dependencies, ...devDependencies, ...optionalDependencies });

    expect(versions.length).toBeGreaterThan(20);
    expect(versions.filter((version) => !/^\d+\.\d+\.\d+(-[a-z0-9.]+)?$/.test(version))).toEqual([]);
  });

  it('is locked by hashes, and comes from no other place than the registry', async () => {
    // The same.
    const { packages } = (await read('package-lock.json')) as Locked;
    const installed = Object.entries(packages).filter(([path]) => path !== '');
    const strange = installed.filter(
      ([, { version, resolved = registry, integrity = '' }]) =>
        version === undefined || !resolved.startsWith(registry) || !integrity.startsWith('sha512-'),
    );

    expect(installed.length).toBeGreaterThan(100);
    expect(strange.map(([path]) => path)).toEqual([]);
  });

  it('can be listed as CycloneDX, with every package that production has', async () => {
    const words = ['sbom', '--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx'];
    const { stdout } = await run('npm', words, { cwd: root, maxBuffer: 32 * 1024 * 1024 });
    // CycloneDX has its parts here.
    const { bomFormat, components } = JSON.parse(stdout) as {
      readonly bomFormat: string;
      readonly components: readonly { readonly name: string; readonly version: string }[];
    };
    const names = components.map(({ name }) => name);

    expect(bomFormat).toBe('CycloneDX');
    expect(names).toEqual(expect.arrayContaining(['postgres', 'bcryptjs', 'discord.js', '@slack/bolt']));
    expect(names).not.toContain('vitest');
  }, 60_000);
});
