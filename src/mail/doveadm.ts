import { Agent, request } from 'undici';
import type { Secret } from '../core/secret.ts';
import type { MailProblem } from '../core/sessions.ts';

/** One host of the mail server, asked over doveadm's HTTP API. */
export interface Doveadm {
  /** For people: `mail.example.com:8080`. */
  readonly host: string;
  /** Never rejects. Without a command, the host lists those that it knows. */
  ask(command: DoveadmCommand | undefined, limit: number): Promise<DoveadmAnswer>;
}

/** The name, its parameters, and what the answer carries back. One a request. */
export type DoveadmCommand = readonly ['who' | 'kick', object, string];

/** What was said, which may be anything, or why there was nothing that could be. */
export type DoveadmAnswer = { readonly body: string } | { readonly problem: MailProblem };

/** The sessions of 100,000 devices, at 160 bytes each. */
const longestAnswer = 16 * 1024 * 1024;

/**
 * doveadm closes each connection after its answer, and must not be asked to: 2.3 then has no answer to a wrong key. A
 * connection that were kept alive would hold a process of its own, which serves nobody else.
 */
export function createDoveadmAgent(): Agent {
  return new Agent({ keepAliveTimeout: 1 });
}

/** @see https://doc.dovecot.org/2.3/admin_manual/doveadm_http_api/ */
export function createDoveadm(url: string, apiKey: Secret, timeout: number, agent: Agent): Doveadm {
  const endpoint = new URL('/doveadm/v1', url);
  let silentUntil = 0;

  return {
    host: endpoint.host,
    async ask(command, limit) {
      if (performance.now() < silentUntil) return { problem: 'timeout' };
      const signal = AbortSignal.timeout(Math.min(limit, timeout));
      try {
        return await send(endpoint, apiKey, agent, signal, command);
      } catch {
        if (!signal.aborted) return { problem: 'unreachable' };
        // It isn't waited for again so soon: whoever waits for an answer of all hosts would wait each time.
        if (limit >= timeout) silentUntil = performance.now() + timeout;
        return { problem: 'timeout' };
      }
    },
  };
}

async function send(
  endpoint: URL,
  apiKey: Secret,
  dispatcher: Agent,
  signal: AbortSignal,
  command: DoveadmCommand | undefined,
): Promise<DoveadmAnswer> {
  const { statusCode, body } = await request(endpoint, {
    method: command ? 'POST' : 'GET',
    headers: {
      authorization: `X-Dovecot-API ${Buffer.from(apiKey.reveal()).toString('base64')}`,
      'content-type': 'application/json',
    },
    ...(command ? { body: JSON.stringify([command]) } : {}),
    dispatcher,
    signal,
  });
  // Read also where it isn't wanted: a body that is left alone holds its connection.
  const raw = await readBody(body);
  if (statusCode === 401 || statusCode === 403) return { problem: 'unauthorized' };
  // A redirect too: the key goes to the host that was set, and to no other.
  if (statusCode !== 200 || raw === undefined) return { problem: 'unexpected-answer' };
  return { body: raw };
}

async function readBody(body: AsyncIterable<Buffer>): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop ends the connection.
  for await (const chunk of body) {
    length += chunk.length;
    if (length > longestAnswer) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
