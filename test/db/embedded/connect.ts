import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';

/**
 * Connects from a process of the user who owns `asOwnerOf`, or of our own.
 *
 * @returns `connected`, or what PostgreSQL said
 */
export async function tryToConnect(
  socketFolder: string,
  login: string,
  asOwnerOf: string | undefined,
): Promise<string> {
  const owner = asOwnerOf === undefined ? undefined : statSync(asOwnerOf);
  const driver = createRequire(import.meta.url).resolve('postgres');
  const program = `
    const postgres = require(${JSON.stringify(driver)});
    const sql = postgres({ host: ${JSON.stringify(socketFolder)}, database: 'postern', username: '${login}', fetch_types: false });
    sql\`select 1\`.then(() => 'connected', (error) => error.message).then((said) => {
      process.stdout.write(said);
      process.exit(0);
    });
  `;
  const child = spawn(process.execPath, ['-e', program], {
    ...(owner && { uid: owner.uid, gid: owner.gid }),
    cwd: '/',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return text(child.stdout);
}
