import type { TestProject } from 'vitest/node';
import { startTestServer } from './test-server.ts';

/** One server for the whole run, with a migrated database that each test file copies. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const { server, stop } = await startTestServer();
  provide('testServer', server);
  return stop;
}
