import type { Open, Request, Task } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import { createAnswers } from './answers.ts';
import type { AnswerMeans } from './answers.ts';
import { cut } from '../../core/cut.ts';
import type { Acknowledgement, Deliver } from './delivery.ts';
import type { InFlight } from '../../core/in-flight.ts';
import type { Memory } from '../../core/memory.ts';
import { readPayload } from './requests.ts';

/** Under a field of a form, more would not be read. */
const longestFieldError = 300;

export interface DispatchMeans {
  readonly command: string;
  readonly open: Open;
  readonly memory: Memory<Acknowledgement | undefined>;
  readonly inFlight: InFlight;
  readonly answers: () => AnswerMeans;
  readonly log: Log;
}

/**
 * From a payload to its answer: read, open, acknowledge, and only then work. Where Slack didn't hear the
 * acknowledgement, nothing is done: the person was told that it failed.
 */
export function createDispatch(means: DispatchMeans): Deliver {
  const { command, open, memory, inFlight, answers, log } = means;

  return async ({ body, envelope, acknowledge }) => {
    const incoming = readPayload(body, command);
    if (typeof incoming === 'string') {
      if (incoming === 'malformed') log.warn({ payload: 'malformed' }, 'slack payload not understood');
      await quietly(acknowledge(suggestionsAsked(body) ? { options: [] } : undefined));
      return;
    }

    const { request, origin, key } = incoming;
    const keys = [`key:${key}`, ...(envelope === undefined ? [] : [`envelope:${envelope}`])];
    // A form that was accepted is closed: whatever comes of it again is a repetition, by whatever name.
    const form = `form:${request.op}`;
    const before = memory.recall(request.kind === 'submission' ? [...keys, form] : keys);
    if (before) {
      await quietly(acknowledge(before.answer));
      return;
    }

    const task = open(request);
    const answer = refusal(request, task);
    const done = request.kind === 'submission' && !answer ? [...keys, form] : keys;
    memory.remember(done, answer);
    try {
      await acknowledge(answer);
    } catch {
      memory.forget(done);
      log.warn(
        { op: request.op, kind: request.kind },
        'slack did not take the acknowledgement, nothing done',
      );
      return;
    }
    if (answer) return;
    await inFlight.track(run(task, request));

    async function run({ run: work }: Task, { op }: Request): Promise<void> {
      try {
        await work(createAnswers(origin, answers()));
      } catch (error) {
        log.error({ err: error, op }, 'a task broke its promise not to reject');
      }
    }
  };
}

function refusal({ kind, ...request }: Request, { fieldErrors }: Task): Acknowledgement | undefined {
  const given = Object.entries(fieldErrors);
  if (kind !== 'submission' || given.length === 0 || !('values' in request)) return undefined;
  // An error at what is no field of the form would make Slack show none of them.
  const fields = Object.keys(request.values);
  const errors = new Map<string, string>();
  for (const [field, text] of given) {
    const shownAt = fields.includes(field) ? field : (fields[0] ?? field);
    errors.set(shownAt, cut([errors.get(shownAt), text].filter(Boolean).join(' '), longestFieldError));
  }
  return { response_action: 'errors', errors: Object.fromEntries(errors) };
}

function suggestionsAsked(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'block_suggestion';
}

/** For what has no effect either way. */
async function quietly(acknowledged: Promise<void>): Promise<void> {
  await acknowledged.catch(() => {});
}
