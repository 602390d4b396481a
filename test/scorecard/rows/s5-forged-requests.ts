import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSlack } from '../../../src/platforms/slack/adapter.ts';
import { Secret } from '../../../src/core/secret.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import { workspace } from '../../support/app.ts';
import { exchange, inLanes } from '../forged/exchange.ts';
import { forgeries, hugeRequest, rightlySigned } from '../forged/forgeries.ts';
import { signingSecret } from '../forged/signed.ts';
import type { Row } from '../row.ts';

/** One request of so many is Slack's own: each of those must get through. */
const oneGoodOf = 50;
const huge = 6;
const inFlight = 64;
const kinds = Object.entries(forgeries);

/** Against the adapter's own listener, over sockets of 127.0.0.1. */
export const forgedRequests: Row = {
  id: 'S5',
  measure: 'Forged requests of Slack that were accepted',
  target: '0',
  short: 20_000,
  full: 1_000_000,

  async run({ n, random: { below }, note }) {
    const receiver = await startReceiver();
    const { port, now, reached } = receiver;
    const accepted = new Map<string, number>();
    const answers = new Map<number, number>();
    let sent = 0;
    let refusedGood = 0;
    const means = (trigger: string) => ({ now, trigger, below });
    const forged = async (index: number): Promise<void> => {
      const [name, forge] = kinds[index % kinds.length] ?? ['', () => Buffer.alloc(0)];
      const statuses = await exchange(port, forge(means(`forged-${index}`)));
      // What came before on that connection is a check of certificates, which is answered and does nothing.
      const status = statuses.at(-1) ?? 0;
      answers.set(status, (answers.get(status) ?? 0) + 1);
      if (status === 200 || reached.has(`forged-${index}`)) accepted.set(name, (accepted.get(name) ?? 0) + 1);
    };

    try {
      await inLanes(n, inFlight, async (index) => {
        if (index % Math.ceil(n / 10) === 0) note(`${index} of ${n}`);
        await forged(index);
        if (index % oneGoodOf !== 0) return;
        sent += 1;
        const [status] = await exchange(port, rightlySigned(means(`good-${index}`)));
        if (status !== 200) refusedGood += 1;
      });
      for (let index = 0; index < huge; index += 1) {
        await exchange(port, hugeRequest(means(`forged-huge-${index}`), index % 2 === 0));
      }
      // What was taken is handed on after its answer.
      await sleep(200);
    } finally {
      await receiver.stop();
    }

    const throughBadly = [...reached].filter((op) => op.startsWith('forged'));
    const through = [...reached].filter((op) => op.startsWith('good')).length;
    const count = Math.max(
      throughBadly.length,
      [...accepted.values()].reduce((sum, one) => sum + one, 0),
    );
    const statuses = [...answers]
      .toSorted(([one], [other]) => one - other)
      .map(([status, times]) => `${times} × ${status || 'cut'}`);
    return {
      n,
      result: `${count} of ${n}`,
      holds: count === 0 && through === sent && refusedGood === 0,
      details: [
        `${kinds.length} kinds of forgery, and ${huge} bodies of 10 MB; answered ${statuses.join(', ')}`,
        `${through} of ${sent} rightly signed requests in between got through`,
        ...[...accepted].map(([name, times]) => `accepted: ${name}, ${times} times`),
      ],
    };
  },
};

async function startReceiver() {
  const sandbox = await startSlack({ ...workspace(), delivery: { kind: 'socket' } });
  const reached = new Set<string>();
  // A clock that stands, so that the limits are met to the second however busy the machine is.
  const now = Math.floor(Date.now() / 1000);
  const silent = { info: () => {}, warn: () => {}, error: () => {} };
  const slack = createSlack({
    botToken: new Secret(workspace().app.botToken),
    appToken: undefined,
    signingSecret: new Secret(signingSecret),
    apiUrl: sandbox.apiUrl,
    command: '/devices',
    log: silent,
    now: () => now * 1000,
    onFatal: () => {},
  });
  await slack.start(
    ({ op }) => {
      reached.add(op);
      return { reply: 'private', onlyReads: false, fieldErrors: {}, run: async () => {} };
    },
    async () => [],
  );
  const server = createServer(slack.requestListener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a TCP port has an address of this shape.
  const { port } = server.address() as AddressInfo;
  return {
    port,
    now,
    reached: reached as ReadonlySet<string>,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await slack.stop();
      await sandbox.stop();
    },
  };
}
