import type { Followed, Result } from './command.ts';
import { type Answers, NotDelivered, type Request } from './platform.ts';
import type { Services } from './services.ts';
import type { PrivateView, PublicView } from './view.ts';

function follows<V extends PublicView | PrivateView>(result: V | Followed<V>): result is Followed<V> {
  return 'view' in result;
}

/**
 * Sends what a command gave, and tells the command whether the platform took it.
 *
 * `send` is the way that the answer goes, `sendSecond` that of what comes after it. Does not reject for an answer
 * that could not be delivered: there is nobody to tell, beyond a direct message.
 */
export async function deliver<V extends PublicView | PrivateView>(
  { log, tell }: Services,
  request: Request,
  result: Result<V>,
  send: (view: V) => Promise<void>,
  sendSecond: (view: PublicView) => Promise<void>,
  answers: Answers,
): Promise<void> {
  if (result === undefined) return;
  const followed: Followed<V> = follows(result) ? result : { view: result };
  const delivered = await attempt(() => send(followed.view));
  const news = await followed.settled?.(delivered);
  if (news && (await say(news))) await followed.told?.();
  // What was issued and not delivered is undone: nothing follows from it. Any other change stands, so it is told of.
  if (!followed.afterwards || (!delivered && followed.settled)) return;
  if (!delivered) await tellWithoutSecret(followed.view);
  const { view: second, later } = await followed.afterwards();
  if (!(await attempt(() => sendSecond(second)))) await attempt(() => tell(request.actor.identity, second));
  // Nobody waits for it, neither this answer nor a stop: the list and the audit channel say it too.
  void later?.then((third) => third && say(third));

  async function tellWithoutSecret({ title, blocks }: PrivateView): Promise<void> {
    const rest = blocks.filter((block) => block.kind !== 'secret');
    await attempt(() => tell(request.actor.identity, { title, blocks: rest }));
  }

  async function attempt(sending: () => Promise<void>): Promise<boolean> {
    try {
      await sending();
      return true;
    } catch (error) {
      const fields = { by: request.actor.id, op: request.op };
      if (error instanceof NotDelivered && error.certainty === 'elsewhere') {
        log.info(fields, 'answered by another process');
      } else log.error({ ...fields, err: error }, 'answer not delivered');
      return false;
    }
  }

  async function say(view: PublicView): Promise<boolean> {
    if (await attempt(() => answers.privately(view))) return true;
    return attempt(() => tell(request.actor.identity, view));
  }
}
