import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { mostViews } from './modals.ts';
import type { OpenView } from './modals.ts';
import { ApiError } from './web-api/method.ts';
import { readView } from './web-api/views.ts';
import type { World } from './world.ts';

/** What becomes of a modal that was sent. @see https://docs.slack.dev/surfaces/modals#updating_views */
export function answerSubmission(world: World, open: OpenView, answer: JsonObject): void {
  try {
    apply(world, open, answer);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // The person is told no more than this; what is wrong with the answer is for the app to find.
    const text = `We had some trouble connecting. Try again? ("${error.code}")`;
    world.audience.tell(open.person, { type: 'notice', channel: open.channel, text });
  }
}

function apply(world: World, open: OpenView, answer: JsonObject): void {
  const { modals } = world;
  switch (answer['response_action']) {
    case undefined:
      return modals.close(open);
    case 'clear':
      modals.clear(open.person);
      return;
    case 'errors':
      return modals.refuse(open, readErrors(open, answer['errors']));
    case 'update':
      modals.update(open, readView(world, answer['view'], open));
      return;
    case 'push':
      if (modals.of(open.person).length >= mostViews) throw new ApiError('push_limit_reached');
      modals.push(open.person, open.channel, readView(world, answer['view']));
      return;
    default:
      throw new ApiError('invalid_response_action');
  }
}

/** Each must stand at an input block of the view. */
function readErrors(open: OpenView, errors: unknown): Readonly<Record<string, string>> {
  const blocks = open.view['blocks'];
  const inputs = new Set(
    asList(blocks)
      .map(asObject)
      .filter((block) => block['type'] === 'input')
      .map((block) => asText(block['block_id'])),
  );
  const given = Object.entries(asObject(errors));
  const isRight = given.every(
    ([block, text]) => inputs.has(block) && typeof text === 'string' && text !== '',
  );
  if (!isObject(errors) || given.length === 0 || !isRight) throw new ApiError('invalid_errors');
  return Object.fromEntries(given.map(([block, text]) => [block, asText(text)]));
}
