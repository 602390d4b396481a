import { fillIds } from '../blocks/fill-ids.ts';
import { limits } from '../blocks/limits.ts';
import { problemsOf } from '../blocks/report.ts';
import { modalView } from '../blocks/view.ts';
import { emptyState } from '../form-values.ts';
import { asText, isObject } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { mostViews } from '../modals.ts';
import type { OpenView } from '../modals.ts';
import type { Trigger } from '../triggers.ts';
import type { World } from '../world.ts';
import { ApiError, readJson, refuse } from './method.ts';
import type { Method } from './method.ts';

const open: Method = {
  token: 'bot',
  scopes: [],
  run: (world, args) => {
    const trigger = readTrigger(world, args);
    const view = readView(world, readJson(args['view']));
    world.triggers.spend(trigger.id);
    world.modals.clear(trigger.person);
    return { view: toApi(world, world.modals.push(trigger.person, trigger.channel, view)) };
  },
};

const push: Method = {
  token: 'bot',
  scopes: [],
  run: (world, args) => {
    const trigger = readTrigger(world, args);
    const view = readView(world, readJson(args['view']));
    const depth = world.modals.of(trigger.person).length;
    if (depth === 0) throw new ApiError('not_found');
    if (depth >= mostViews) throw new ApiError('push_limit_reached');
    world.triggers.spend(trigger.id);
    return { view: toApi(world, world.modals.push(trigger.person, trigger.channel, view)) };
  },
};

const update: Method = {
  token: 'bot',
  scopes: [],
  run: (world, args) => {
    const external = asText(args['external_id']);
    const found =
      external === '' ? world.modals.find(asText(args['view_id'])) : world.modals.findByExternalId(external);
    if (!found) throw new ApiError('not_found');
    const hash = asText(args['hash']);
    if (hash !== '' && hash !== found.hash) throw new ApiError('hash_conflict');
    return { view: toApi(world, world.modals.update(found, readView(world, readJson(args['view']), found))) };
  },
};

export const viewMethods = { 'views.open': open, 'views.push': push, 'views.update': update } as const;

function readTrigger(world: World, args: JsonObject): Trigger {
  const trigger = world.triggers.check(asText(args['trigger_id']));
  if (typeof trigger === 'string') throw new ApiError(trigger);
  return trigger;
}

/**
 * Reads a modal, from a method or an acknowledgement.
 *
 * @throws {ApiError}
 */
export function readView(world: World, view: unknown, replaces?: OpenView): JsonObject {
  if (!isObject(view)) throw new ApiError('invalid_arguments');
  refuse(
    'invalid_arguments',
    problemsOf((report) => modalView(report, '/view', view)),
  );
  if (Buffer.byteLength(JSON.stringify(view)) > limits.viewSize) throw new ApiError('view_too_large');
  const external = asText(view['external_id']);
  const same = external === '' ? undefined : world.modals.findByExternalId(external);
  if (same && same.id !== replaces?.id) throw new ApiError('duplicate_external_id');
  return { ...view, blocks: fillIds(view['blocks']) };
}

/** A view as Slack shows it to the app. */
export function toApi(
  { options }: World,
  { id, view, hash, rootId, previousId }: OpenView,
  state: JsonObject = emptyState,
): JsonObject {
  const { team, app } = options;
  return {
    private_metadata: '',
    callback_id: '',
    external_id: '',
    close: null,
    submit: null,
    clear_on_close: false,
    notify_on_close: false,
    ...view,
    id,
    team_id: team.id,
    app_id: app.id,
    bot_id: app.botId,
    app_installed_team_id: team.id,
    hash,
    root_view_id: rootId,
    previous_view_id: previousId,
    state,
  };
}
