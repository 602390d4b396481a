import type { WebClient } from '@slack/web-api';
import { NotDelivered } from '../../core/platform.ts';
import type { Answers } from '../../core/platform.ts';
import type { Log } from '../../core/ports.ts';
import type { PrivateView } from '../../core/view.ts';
import { fateOfCall } from './fate.ts';
import type { Fate } from './fate.ts';
import { renderForm } from './form.ts';
import { writeMetadata } from './form-metadata.ts';
import { renderView } from './render.ts';
import type { Message } from './render.ts';
import type { Origin } from './requests.ts';
import type { ResponseUrls } from './response-url.ts';

export interface AnswerMeans {
  readonly client: WebClient;
  readonly responseUrls: ResponseUrls;
  /** Our own. */
  readonly workspace: string | undefined;
  readonly log: Log;
  /** Hears every code of Slack, for those after which nothing works any more. */
  readonly heard: (code: string) => void;
}

type Way = (message: Message) => Promise<Fate>;

/** The ways back to one person: the response_url first, which works in every channel, then the channel itself. */
export function createAnswers(origin: Origin, means: AnswerMeans): Answers {
  const { client, responseUrls, workspace, log, heard } = means;
  const { responseUrl, channel, user, isPrivate, triggerId } = origin;

  const byResponseUrl = (replace: boolean): readonly Way[] =>
    responseUrl === undefined ? [] : [(message) => responseUrls.post(responseUrl, message, replace)];
  const inChannel: readonly Way[] =
    channel === undefined ? [] : [(message) => postEphemeral(client, channel, user, message)];

  /** @throws {NotDelivered} */
  const send = async (view: PrivateView, ways: readonly Way[]): Promise<void> => {
    const message = renderView(view, workspace);
    const holdsSecret = view.blocks.some(({ kind }) => kind === 'secret');
    let isLost = false;
    let lastCode = 'no_way_back';
    for (const way of ways) {
      // The next way is for when this one failed.
      // oxlint-disable-next-line no-await-in-loop
      const fate = await way(message);
      if (fate.kind === 'taken') return;
      lastCode = fate.code;
      heard(fate.code);
      log.warn({ code: fate.code, fate: fate.kind }, 'answer not taken by slack');
      isLost ||= fate.kind === 'unknown';
      // It may be on a screen already: never show a secret twice.
      if (isLost && holdsSecret) break;
    }
    throw new NotDelivered(
      isLost ? `Slack's answer was lost: ${lastCode}` : `Slack refused the answer: ${lastCode}`,
      isLost ? 'unknown' : 'refused',
    );
  };

  return {
    privately: (view) => send(view, [...byResponseUrl(false), ...inChannel]),
    // What is not private must not be replaced: others may need it, and the answer would take its place for all.
    replace: (view) => send(view, [...byResponseUrl(isPrivate), ...inChannel]),
    form: async (form) => {
      if (triggerId === undefined) throw new NotDelivered('Nothing to open a form with', 'refused');
      const view = renderForm(form, writeMetadata(origin));
      try {
        await client.views.open({ trigger_id: triggerId, view });
      } catch (error) {
        const { kind, code } = fateOfCall(error);
        heard(code);
        log.warn({ code, fate: kind }, 'form not taken by slack');
        throw new NotDelivered(`Slack did not open the form: ${code}`, kind);
      }
    },
  };
}

async function postEphemeral(
  client: WebClient,
  channel: string,
  user: string,
  { text, blocks }: Message,
): Promise<Fate> {
  try {
    await client.chat.postEphemeral({ channel, user, text, blocks, link_names: false, parse: 'none' });
    return { kind: 'taken' };
  } catch (error) {
    return fateOfCall(error);
  }
}
