import { Counter, Histogram, type Registry } from 'prom-client';
import { parseActionId } from '../core/action-id.ts';
import { type Answers, NotDelivered, type Open, type Request } from '../core/platform.ts';
import type { PrivateView } from '../core/view.ts';

/** Seconds. An answer should be there within one; Slack and Discord give up after three. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5, 10];

/**
 * Counts what people ask for, by platform, command and outcome, and how long their answer takes.
 *
 * @param isKnown names of ours: what somebody typed must not become a label
 * @param now in milliseconds, from a clock that is never set back
 */
export function measured(
  open: Open,
  registry: Registry,
  isKnown: (name: string) => boolean,
  now: () => number,
): Open {
  const interactions = new Counter({
    name: 'postern_interactions_total',
    help: 'Commands, clicks and sent forms, by what became of them',
    labelNames: ['platform', 'command', 'outcome'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'postern_answer_seconds',
    help: 'From the arrival of an interaction until the platform took its first answer',
    labelNames: ['platform', 'command'],
    buckets,
    registers: [registry],
  });

  return (request) => {
    const began = now();
    const task = open(request);
    const { platform } = request.actor.identity;
    const command = nameOf(request, isKnown);
    return {
      ...task,
      async run(answers) {
        let outcome: string | undefined;
        const heard = (result: string): void => {
          if (outcome !== undefined) return;
          outcome = result;
          seconds.observe({ platform, command }, (now() - began) / 1000);
        };
        await task.run(watched(answers, heard));
        interactions.inc({ platform, command, outcome: outcome ?? 'silent' });
      },
    };
  };
}

/** The first answer tells: what follows on it is of the same interaction. */
function watched(answers: Answers, heard: (outcome: string) => void): Answers {
  const watch =
    <V extends Pick<PrivateView, 'failure'>>(send: (view: V) => Promise<void>) =>
    async (view: V): Promise<void> => {
      try {
        await send(view);
      } catch (error) {
        const isElsewhere = error instanceof NotDelivered && error.certainty === 'elsewhere';
        heard(isElsewhere ? 'elsewhere' : 'undelivered');
        throw error;
      }
      heard(view.failure ?? 'done');
    };
  return {
    privately: watch((view) => answers.privately(view)),
    replace: watch((view) => answers.replace(view)),
    async form(form) {
      await answers.form(form);
      heard('form');
    },
  };
}

function nameOf(request: Request, isKnown: (name: string) => boolean): string {
  switch (request.kind) {
    case 'command': {
      const { words } = request;
      const [first = ''] = typeof words === 'string' ? words.trim().split(/\s/, 1) : words;
      return isKnown(first.toLowerCase()) ? first.toLowerCase() : 'list';
    }
    case 'filled-command':
      return isKnown(request.command) ? request.command : 'unknown';
    case 'action':
    case 'submission': {
      const name = parseActionId(request.id)?.name ?? '';
      return isKnown(name) ? name : 'unknown';
    }
  }
}
