import { setTimeout as sleep } from 'node:timers/promises';
import { sampleWorkspace } from '../../../src/sandbox/sample-workspace.ts';
import type { SlackSandbox } from '../../../src/sandbox/slack/index.ts';
import { eventNumbersIn } from '../../support/audit-posts.ts';

/** The numbers of the audit channel, in the order in which they were posted there. */
export interface PostedNumbers {
  readonly numbers: () => readonly number[];
  stop(): Promise<void>;
}

/** Milliseconds. A Slack that remembers 250 calls forgets none in that time. */
const every = 2000;

/** Reads along: a Slack that runs for an hour doesn't remember all of it. */
export function followPosts(slack: SlackSandbox): PostedNumbers {
  const stopping = new AbortController();
  const numbers: number[] = [];
  let until = 0;

  function look(): void {
    const calls = slack.log
      .calls('chat.postMessage')
      .filter(
        ({ body, status, at }) =>
          body['channel'] === sampleWorkspace.auditChannel && status === 200 && at > until,
      );
    until = calls.at(-1)?.at ?? until;
    for (const { body } of calls) {
      numbers.push(...eventNumbersIn(JSON.stringify(body['blocks'])));
    }
  }

  async function follow(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(every, undefined, { signal: stopping.signal }).catch(() => {});
      look();
    }
  }

  const following = follow();
  return {
    numbers: () => numbers,
    async stop() {
      stopping.abort();
      await following;
    },
  };
}
