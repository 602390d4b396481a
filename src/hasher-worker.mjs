// Not TypeScript: Node starts a thread from a file as it is, without what lets it read TypeScript here.
import { parentPort, workerData } from 'node:worker_threads';
import { hashSync } from 'bcryptjs';

parentPort?.on('message', (/** @type {{ id: number, password: string }} */ { id, password }) => {
  parentPort?.postMessage({ id, hash: hashSync(password, workerData.cost) });
});
