import { parentPort, workerData } from 'node:worker_threads';
import { hashSync } from 'bcryptjs';

// `createHasher` starts this file, and gives both.
const { cost } = workerData as { readonly cost: number };

parentPort?.on('message', ({ id, password }: { readonly id: number; readonly password: string }) => {
  parentPort?.postMessage({ id, hash: hashSync(password, cost) });
});
