import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from '../json.ts';
import { interactionPayload } from './interaction-payloads.ts';
import type { Interaction, Interactions } from './interactions.ts';
import type { Delivery, InteractionKind } from './journal.ts';
import type { World } from './world.ts';

/**
 * Sends an interaction to every session of the app, and waits for the first answer.
 *
 * The three seconds run from when the person acted, whatever holds the sending up.
 *
 * @param data what was typed or clicked
 * @returns the interaction with its answer; without one where none came in time
 */
export async function deliver(
  world: World,
  draft: Parameters<Interactions['create']>[0],
  data: JsonObject,
): Promise<Interaction> {
  const interaction = world.interactions.create(draft);
  const payload = interactionPayload(world, interaction, data);
  const { copies, delay } = world.faults.delivery();
  const deadline = interaction.createdAt + (world.options.interactionLifetime ?? 3000);
  if (delay > 0) await wait(delay);
  const settles = Array.from({ length: copies }, () => dispatch(world, draft.kind, payload)).flat();

  const answered = await world.interactions.answered(interaction, Math.max(0, deadline - Date.now()));
  const { answer } = answered ?? interaction;
  for (const settle of settles) {
    settle(
      answer
        ? { outcome: 'answered', latency: answer.at - interaction.createdAt, answer: answer.type }
        : { outcome: 'missing' },
    );
  }
  return answered ?? interaction;
}

/** @returns how to write down what became of it, but for where it reached nobody */
export function dispatch(
  { gateway, journal }: World,
  kind: InteractionKind,
  payload: JsonObject,
): readonly ((change: Partial<Delivery>) => void)[] {
  const entry: Delivery = {
    at: Date.now(),
    kind,
    id: String(payload['id']),
    session: null,
    payload,
    outcome: 'unreachable',
    latency: null,
    answer: null,
  };
  const reached = gateway.dispatch('INTERACTION_CREATE', payload);
  if (reached.length === 0) journal.delivery(entry);
  return reached.map(({ session, state }) =>
    journal.delivery({ ...entry, session, outcome: state === 'sent' ? 'waiting' : 'held' }),
  );
}
