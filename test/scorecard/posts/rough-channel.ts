import { createClients } from '../../../src/platforms/slack/clients.ts';
import { createPosts } from '../../../src/platforms/slack/posts.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { PublicView } from '../../../src/core/view.ts';
import { sampleWorkspace } from '../../../src/sandbox/sample-workspace.ts';
import { startSlack } from '../../../src/sandbox/slack/index.ts';
import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import { workspace } from '../../support/app.ts';
import { dana } from '../../support/people.ts';
import type { Random } from '../../support/random.ts';

/** The audit channel of a Slack that fails every third message, in each of the ways that a call can fail. */
export interface RoughChannel {
  post(view: PublicView): Promise<void>;
  /** What anybody in the channel sees, oldest first: `#17 · 3f9a1c07`. */
  readonly references: () => readonly string[];
  readonly messages: () => number;
  /** How often each fault met a message. */
  readonly faults: () => ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

const faults: readonly ApiFault[] = [
  { kind: 'rate-limited', retryAfterSeconds: 1 },
  { kind: 'status', status: 500 },
  { kind: 'status', status: 503 },
  { kind: 'error', error: 'internal_error' },
  { kind: 'reset' },
  // These two are posted, and the app can't know it.
  { kind: 'lost-answer' },
  { kind: 'cut-answer' },
];

/** @param keep messages that it remembers: all that there will be */
export async function roughChannel(random: Random, keep: number): Promise<RoughChannel> {
  const { auditChannel, app, team } = sampleWorkspace;
  const slack = await startSlack({ ...workspace(), delivery: { kind: 'socket' }, keep });
  const { posts: client } = createClients(new Secret(app.botToken), slack.apiUrl);
  const posts = createPosts(
    client,
    () => team.id,
    () => {},
  );
  const met = new Map<string, number>();
  const seen = () => slack.person(dana).messages(auditChannel);

  return {
    async post(view) {
      const fault = random.below(3) === 0 ? faults[random.below(faults.length)] : undefined;
      if (fault) {
        slack.misbehave.api('chat.postMessage', fault);
        const name = fault.kind === 'status' ? String(fault.status) : fault.kind;
        met.set(name, (met.get(name) ?? 0) + 1);
      }
      await posts.post(auditChannel, view);
    },
    references: () =>
      seen().flatMap(({ blocks }) => JSON.stringify(blocks).match(/#\d+ · [0-9a-f]{8}/g) ?? []),
    messages: () => seen().length,
    faults: () => met,
    stop: () => slack.stop(),
  };
}
