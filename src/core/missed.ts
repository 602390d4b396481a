import type { Answers, Request } from './platform.ts';
import type { Services } from './services.ts';

/**
 * Says what no direct message could tell this person, after what they asked for was answered. Never rejects.
 *
 * One message, so that Slack's five uses of a response_url are enough; the rest comes with the command after. Where two
 * commands come at once, both may say it.
 */
export async function sayMissed(services: Services, { actor, op }: Request, answers: Answers): Promise<void> {
  // Who works at a terminal is told of nothing by direct message, so nothing was missed.
  if (actor.identity.platform === 'terminal') return;
  try {
    const missed = services.missedView(await services.missed.ofPerson(actor.id));
    if (!missed) return;
    await answers.privately(missed.view);
    await services.missed.told(actor.id, missed.says);
  } catch (error) {
    services.log.warn(
      { err: error, by: actor.id, op },
      'what was missed not said: again with the next command',
    );
  }
}
