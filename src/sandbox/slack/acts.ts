import type { WindowValues } from '../window.ts';
import { elementsOf } from './blocks/blocks.ts';
import { optionsOf } from './blocks/elements.ts';
import type { Acknowledgement, Deliver } from './delivery.ts';
import { fieldsOf, missingValues, readValues } from './form-values.ts';
import { newTimestamp } from './ids.ts';
import { asList, asObject, asText } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { OpenView } from './modals.ts';
import type { SlackPerson } from './options.ts';
import { clickPayload, closedPayload, commandPayload, submissionPayload } from './payloads.ts';
import { answerPerson } from './response-answers.ts';
import { answerSubmission } from './submission-answers.ts';
import { ApiError } from './web-api/method.ts';
import type { ChannelRecord } from './workspace.ts';
import type { World } from './world.ts';

/** What a person can't do, and the window would not let them: no such button, not in the channel. */
export class ActError extends Error {
  override readonly name = 'ActError';
}

/** `null` where the app acknowledged, or did not have to. */
type Problem = (Acknowledgement & { readonly ok: false })['problem'] | 'form_incomplete' | 'unknown_command';

export interface ActOutcome {
  readonly problem: Problem | null;
}

interface ClickAct {
  readonly channel: string;
  readonly ts: string;
  readonly blockId: string;
  readonly actionId: string;
  readonly option?: string | undefined;
}

/**
 * What a person does in the window.
 *
 * Each throws an {@link ActError} at once for what can't be done, and else settles when Slack has the acknowledgement or gave up.
 */
export interface Acts {
  readonly say: (person: string, channel: string, text: string) => Promise<ActOutcome>;
  readonly click: (person: string, act: ClickAct) => Promise<ActOutcome>;
  readonly submit: (person: string, viewId: string, values: WindowValues) => Promise<ActOutcome>;
  readonly close: (person: string, viewId: string) => Promise<ActOutcome>;
}

export function createActs(world: World, deliver: Deliver): Acts {
  const { messages, modals, triggers, responseUrls, audience, options } = world;
  const done = Promise.resolve<ActOutcome>({ problem: null });

  function tell(person: string, channel: string, text: string): void {
    audience.tell(person, { type: 'notice', channel, text });
  }

  function command(person: SlackPerson, channel: ChannelRecord, typed: string): Promise<ActOutcome> {
    const [word = ''] = typed.split(/\s/, 1);
    const isInstalled = options.app.scopes.includes('commands');
    if (!isInstalled || !options.commands.some((known) => known.command === word)) {
      tell(person.id, channel.id, `${word} is not a valid command.`);
      return Promise.resolve({ problem: 'unknown_command' });
    }
    const from = { person: person.id, channel: channel.id, origin: null };
    const means = {
      triggerId: triggers.issue(person.id, channel.id),
      responseUrl: world.origin + responseUrls.issue(from, 'commands'),
    };
    const text = typed.slice(word.length).trim();
    const payload = commandPayload(world, person, channel, { command: word, text }, means);

    return deliver({ kind: 'slash_commands', payload, acceptsAnswer: true }).then((outcome) => {
      if (!outcome.ok) {
        tell(person.id, channel.id, `${word} failed with the error "${outcome.problem}"`);
        return { problem: outcome.problem };
      }
      if (Object.keys(outcome.answer).length > 0) {
        try {
          answerPerson(world, from, outcome.answer);
        } catch (error) {
          if (!(error instanceof ApiError)) throw error;
          tell(person.id, channel.id, `${word} failed with the error "${error.code}"`);
        }
      }
      return { problem: null };
    });
  }

  return {
    say: (id, channelId, raw) => {
      const person = findPerson(world, id);
      const channel = findChannel(world, id, channelId);
      const text = raw.trim();
      if (channel.archived) throw new ActError(`#${channel.name} is archived`);
      if (text === '') throw new ActError('There is nothing to send');
      if (text.startsWith('/')) return command(person, channel, text);
      messages.post({ channel: channel.id, from: id, text, blocks: [], onlyFor: null });
      return done;
    },

    click: (id, { channel: channelId, ts, blockId, actionId, option }) => {
      const person = findPerson(world, id);
      const channel = findChannel(world, id, channelId);
      const message = messages.find(channelId, ts);
      if (!message || (message.onlyFor !== null && message.onlyFor !== id)) {
        throw new ActError(`There is no message ${ts} here`);
      }
      const action = readAction(message.blocks, blockId, actionId, option);
      const means = {
        triggerId: triggers.issue(id, channelId),
        responseUrl:
          world.origin +
          responseUrls.issue(
            { person: id, channel: channelId, origin: { channel: channelId, ts } },
            'actions',
          ),
      };
      const payload = clickPayload(world, person, channel, message, action, means);
      return deliver({ kind: 'interactive', payload, acceptsAnswer: false }).then((outcome) => {
        if (outcome.ok) return { problem: null };
        tell(id, channelId, `${options.app.name} did not respond to the click: "${outcome.problem}"`);
        return { problem: outcome.problem };
      });
    },

    submit: (id, viewId, given) => {
      const person = findPerson(world, id);
      const open = findView(world, id, viewId);
      const fields = fieldsOf(open.view['blocks']);
      const values = readGiven(fields, given);
      const missing = missingValues(fields, values);
      if (Object.keys(missing).length > 0) {
        modals.refuse(open, missing);
        return Promise.resolve({ problem: 'form_incomplete' });
      }
      const triggerId = triggers.issue(id, open.channel);
      const payload = submissionPayload(world, person, open, values, triggerId);
      return deliver({ kind: 'interactive', payload, acceptsAnswer: true }).then((outcome) => {
        if (outcome.ok) {
          answerSubmission(world, open, outcome.answer);
          return { problem: null };
        }
        tell(id, open.channel, `We had some trouble connecting. Try again? ("${outcome.problem}")`);
        return { problem: outcome.problem };
      });
    },

    close: (id, viewId) => {
      const person = findPerson(world, id);
      const open = findView(world, id, viewId);
      modals.close(open);
      if (open.view['notify_on_close'] !== true) return done;
      const payload = closedPayload(world, person, open, false);
      return deliver({ kind: 'interactive', payload, acceptsAnswer: false }).then((outcome) => ({
        problem: outcome.ok ? null : outcome.problem,
      }));
    },
  };
}

function findPerson(world: World, id: string): SlackPerson {
  const person = world.workspace.person(id);
  if (!person || person.deleted) throw new ActError(`There is no person ${id}`);
  return person;
}

function findChannel(world: World, person: string, id: string): ChannelRecord {
  const channel = world.workspace.channel(id);
  if (!channel?.members.has(person)) throw new ActError(`${person} is in no channel ${id}`);
  return channel;
}

function findView(world: World, person: string, id: string): OpenView {
  const open = world.modals.find(id);
  if (open?.person !== person) throw new ActError(`There is no modal ${id}`);
  return open;
}

function readGiven(...[fields, given]: Parameters<typeof readValues>): WindowValues {
  try {
    return readValues(fields, given);
  } catch (error) {
    if (error instanceof RangeError) throw new ActError(error.message);
    throw error;
  }
}

/** What is sent for an element, as it stands in the message. */
function readAction(
  blocks: readonly unknown[],
  blockId: string,
  actionId: string,
  option?: string,
): JsonObject {
  const block = blocks.map(asObject).find((candidate) => candidate['block_id'] === blockId);
  const element = elementsOf(block ?? {}).find((candidate) => candidate['action_id'] === actionId);
  if (!element) throw new ActError(`There is no ${actionId} in block ${blockId}`);

  const type = asText(element['type']);
  const common = { type, action_id: actionId, block_id: blockId, action_ts: newTimestamp() };
  if (type === 'button') {
    const { text, value, style } = element;
    return {
      ...common,
      text,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
    };
  }
  const chosen = optionsOf(element).find((candidate) => candidate['value'] === option);
  if (!chosen) throw new ActError(`“${option ?? ''}” is not in the menu ${actionId}`);
  const isMany = type === 'checkboxes' || type === 'multi_static_select';
  return { ...common, ...(isMany ? { selected_options: asList([chosen]) } : { selected_option: chosen }) };
}
