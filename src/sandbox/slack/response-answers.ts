import type { IncomingMessage, ServerResponse } from 'node:http';
import { readContent } from './content.ts';
import { readArguments, readBody, sendJson } from '../http.ts';
import { asBoolean, asText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ResponseUrl } from './response-urls.ts';
import { answer } from './web-api/faulty.ts';
import type { Reply } from './web-api/faulty.ts';
import { ApiError } from './web-api/method.ts';
import type { World } from './world.ts';

/** What is posted to a response_url. @returns what answers such a request */
export function createResponseAnswers(world: World) {
  function reply(path: string, args: JsonObject): Reply {
    const url = world.responseUrls.check(path);
    if (typeof url === 'string') return { status: 404, body: { ok: false, error: url } };
    try {
      answerPerson(world, url, args);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 400, body: { ok: false, error: error.code, ...error.more } };
    }
    world.responseUrls.spend(path);
    return { status: 200, body: { ok: true } };
  }

  return async (request: IncomingMessage, response: ServerResponse, path: string): Promise<void> => {
    const body = await readBody(request);
    if (body === null) return sendJson(response, 413, { ok: false, error: 'request_too_large' });
    const args = readArguments(request, body);
    const fault = world.faults.takeApi('response_url', args);
    const settle = world.journal.call({
      at: Date.now(),
      method: 'response_url',
      token: 'none',
      body: args,
      status: 0,
      error: null,
      fault: fault?.kind ?? null,
    });
    settle(answer(request, response, fault, () => reply(path, args)));
  };
}

/**
 * A message in answer to what a person did: by response_url, or in the acknowledgement of a command.
 *
 * Without `replace_original` an answer to a click replaces what was clicked: Slack's guide for these answers says so.
 * What replaces a message is seen by who saw that one, whatever `response_type` says.
 *
 * @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
 * @throws {ApiError}
 */
export function answerPerson(
  { messages, options, workspace }: World,
  { person, channel, origin }: Omit<ResponseUrl, 'path'>,
  args: JsonObject,
): void {
  const original = origin ? messages.find(origin.channel, origin.ts) : undefined;
  if (asBoolean(args['delete_original'])) {
    if (original) messages.remove(original);
    return;
  }
  const content = readContent(args);
  const replaces =
    args['replace_original'] === undefined ? origin !== null : asBoolean(args['replace_original']);
  if (replaces && original) {
    messages.replace(original, content);
    return;
  }
  if (!workspace.channel(channel)) throw new ApiError('channel_not_found');
  const inChannel = asText(args['response_type']) === 'in_channel';
  messages.post({ ...content, channel, from: options.app.botUser, onlyFor: inChannel ? null : person });
}
