import { existsSync } from 'node:fs';

/** Reads `.env` of this folder, where there is one. What the environment has already stays. */
export function readEnvironmentFile(): void {
  if (existsSync('.env')) process.loadEnvFile('.env');
}
