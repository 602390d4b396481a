import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { DatabaseTarget } from '../../db/client.ts';

export interface DatabaseProxy {
  /** The database, through this proxy. */
  readonly target: string;
  /** Every byte of both directions so far: whatever a log of the database could hold came by here. */
  readonly recorded: () => string;
  /** Cuts what is open, and takes no new connections. */
  readonly refuse: () => Promise<void>;
  /** Takes everything, and says nothing, as a server that has frozen. */
  readonly freeze: () => void;
  readonly mend: () => Promise<void>;
  /** Cuts the connections that are open; new ones are taken. */
  readonly drop: () => void;
  /** The answer to the next statement that holds these words is lost after it was done: the connection is cut. */
  readonly loseAnswer: (words: string) => void;
  readonly lost: () => number;
  /** Goes away before the next statement that holds these words gets there. */
  readonly refuseAt: (words: string) => void;
  /**
   * Once: calls back before the next statement that holds these words goes on, or once it was done and before its answer
   * goes back. Neither of the two gets anywhere then.
   */
  readonly at: (when: 'before' | 'after', words: string, call: () => void) => void;
  readonly close: () => Promise<void>;
}

/** A network between the driver and PostgreSQL, that fails when it is told to. */
export async function databaseProxy(target: DatabaseTarget): Promise<DatabaseProxy> {
  const far = farSide(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const record: string[] = [];
  let isFrozen = false;
  let losing: string | undefined;
  let refusing: string | undefined;
  let point: { readonly when: 'before' | 'after'; readonly words: string; call(): void } | undefined;
  let lost = 0;

  const server = createServer((near) => {
    const away = connect(far.address);
    const pair = [near, away] as const;
    pairs.add(pair);
    let answerIsDue = false;
    let isAnswered: (() => void) | undefined;
    for (const socket of pair) {
      // What was cut is told of by `close`, too.
      socket.on('error', () => {});
      socket.on('close', () => cut(pair));
    }
    near.on('data', (data: Buffer) => {
      const sent = data.toString('latin1');
      record.push(sent);
      if (refusing !== undefined && sent.includes(refusing)) {
        refusing = undefined;
        void stop();
        return;
      }
      if (point && sent.includes(point.words)) {
        const { when, call } = point;
        point = undefined;
        if (when === 'before') return call();
        isAnswered = call;
      }
      if (losing !== undefined && sent.includes(losing)) {
        answerIsDue = true;
        losing = undefined;
      }
      if (!isFrozen) away.write(data);
    });
    away.on('data', (data: Buffer) => {
      const said = data.toString('latin1');
      record.push(said);
      // PostgreSQL ends the answer to a statement with its command.
      const isEnd = /(INSERT|UPDATE|SELECT|DELETE) \d/.test(said);
      if (isAnswered && isEnd) return isAnswered();
      if (answerIsDue && isEnd) {
        lost += 1;
        cut(pair);
      } else if (!isFrozen) near.write(data);
    });
  });

  function cut(pair: readonly [Socket, Socket]): void {
    pairs.delete(pair);
    for (const socket of pair) socket.destroy();
  }
  function drop(): void {
    for (const pair of pairs) cut(pair);
  }
  const listen = async (port: number): Promise<void> =>
    new Promise((listening) => server.listen(port, '127.0.0.1', listening));
  const stop = async (): Promise<void> => {
    const stopped = new Promise((done) => server.close(done));
    drop();
    await stopped;
  };

  await listen(0);
  // It listens on TCP.
  const { port } = server.address() as AddressInfo;
  return {
    target: far.through(port),
    recorded: () => record.join(''),
    refuse: stop,
    freeze: () => {
      isFrozen = true;
    },
    mend: async () => {
      if (isFrozen) drop();
      isFrozen = false;
      if (!server.listening) await listen(port);
    },
    drop,
    loseAnswer: (words) => {
      losing = words;
    },
    lost: () => lost,
    refuseAt: (words) => {
      refusing = words;
    },
    at: (when, words, call) => {
      point = { when, words, call };
    },
    close: async () => {
      if (server.listening) await stop();
    },
  };
}

function farSide(target: DatabaseTarget) {
  if (typeof target !== 'string') {
    return {
      address: { path: `${target.host}/.s.PGSQL.${target.port}` },
      through: (port: number) => `postgres://${target.username}@127.0.0.1:${port}/${target.database}`,
    };
  }
  const url = new URL(target);
  const address = { host: url.hostname, port: Number(url.port || 5432) };
  return {
    address,
    through: (port: number) => {
      url.host = `127.0.0.1:${port}`;
      return url.href;
    },
  };
}
