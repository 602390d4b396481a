import type { WindowEvent, WindowMessage, WindowModal, WindowState } from '../window.ts';
import type { ActOutcome, Acts } from './acts.ts';
import type { Notice } from './audience.ts';
import { findControls, textOf } from './find-control.ts';
import type { ControlQuery } from './find-control.ts';
import { fillForm } from './form-helper.ts';
import type { FilledForm } from './form-helper.ts';
import { fieldsOf } from './form-values.ts';
import { asObject } from '../json.ts';
import { toWindow } from './messages.ts';
import { toWindowModal } from './modals.ts';
import { windowState } from './window-state.ts';
import type { World } from './world.ts';

interface ClickTarget extends ControlQuery {
  /** Id or name. Without it: wherever the newest message with such a control stands. */
  readonly channel?: string;
  readonly ts?: string;
}

/** One person at the window, for tests. Each act settles when Slack has the acknowledgement, or gave up on it. */
export interface Person {
  readonly id: string;
  /** @param channel id or name of a channel, or `direct` for the messages with the app */
  readonly say: (channel: string, text: string) => Promise<ActOutcome>;
  /** Uses a button or an entry of a menu in the newest message that has it. */
  readonly click: (target: ClickTarget) => Promise<ActOutcome>;
  /** Fills in and sends the modal that is open; what is not named stays as the form had it. */
  readonly submit: (form?: FilledForm, viewId?: string) => Promise<ActOutcome>;
  readonly close: (viewId?: string) => Promise<ActOutcome>;
  /** What this person sees now, oldest first. */
  readonly messages: (channel?: string) => readonly WindowMessage[];
  readonly modal: () => WindowModal | null;
  readonly notices: () => readonly Notice[];
  readonly state: () => WindowState;
  /** Waits until the look at the window gives something other than `undefined`, `null` or `false`. */
  readonly waitFor: <Found>(
    look: (person: Person) => Found | undefined | null | false,
    timeout?: number,
  ) => Promise<Found>;
  /** Waits for a message that holds these words, in its text or its blocks. */
  readonly waitForMessage: (
    words: string | RegExp,
    channel?: string,
    timeout?: number,
  ) => Promise<WindowMessage>;
}

export function createPerson(world: World, acts: Acts, id: string): Person {
  const { workspace, messages, modals, audience } = world;

  function channelId(channel: string): string {
    if (channel === 'direct') return workspace.directWith(id).id;
    const name = channel.replace(/^#/, '');
    const found = workspace
      .channels()
      .find((one) => one.id === channel || (one.kind === 'channel' && one.name === name));
    if (!found) throw new Error(`There is no channel ${channel}`);
    return found.id;
  }

  /** @param look is given nothing at first, and then what happens */
  async function until<Found>(
    look: (event?: WindowEvent) => Found | undefined | null | false,
    timeout: number,
  ): Promise<Found> {
    return new Promise((resolve, reject) => {
      const attempt = (event?: WindowEvent): void => {
        const found = look(event);
        if (found === undefined || found === null || found === false) return;
        clearTimeout(timer);
        stop();
        resolve(found);
      };
      const stop = audience.listen(id, attempt);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`${id} waited ${timeout} ms in vain, and sees:\n${describe(person)}`));
      }, timeout);
      attempt();
    });
  }

  const person: Person = {
    id,
    say: async (channel, text) => acts.say(id, channelId(channel), text),
    click: async ({ channel, ts, ...query }) => {
      const candidates = person
        .messages(channel)
        .filter((message) => ts === undefined || message.ts === ts)
        .toReversed();
      for (const message of candidates) {
        const [control] = findControls(message.blocks, query);
        if (control) return acts.click(id, { channel: message.channel, ts: message.ts, ...control });
      }
      throw new Error(`${id} sees nothing to click that is ${JSON.stringify(query)}`);
    },
    submit: async (form = {}, viewId) => {
      const open = viewId === undefined ? modals.of(id).at(-1) : modals.find(viewId);
      if (!open) throw new Error(`${id} has no modal open`);
      return acts.submit(id, open.id, fillForm(fieldsOf(open.view['blocks']), form));
    },
    close: async (viewId = modals.of(id).at(-1)?.id ?? '') => acts.close(id, viewId),
    messages: (channel) => {
      const only = channel === undefined ? undefined : channelId(channel);
      const seen = messages.seenBy(id).map(toWindow);
      return only === undefined ? seen : seen.filter((message) => message.channel === only);
    },
    modal: () => toWindowModal(modals.of(id).at(-1)),
    notices: () => audience.notices(id),
    state: () => {
      const known = workspace.person(id);
      if (!known) throw new Error(`There is no person ${id}`);
      return windowState(world, known);
    },
    waitFor: async (look, timeout = 5000) => until(() => look(person), timeout),
    waitForMessage: async (words, channel, timeout = 5000) => {
      const only = channel === undefined ? undefined : channelId(channel);
      const matches = (message: WindowMessage): boolean => {
        if (only !== undefined && message.channel !== only) return false;
        const text = readable(message);
        return typeof words === 'string' ? text.includes(words) : words.test(text);
      };
      return until((event) => {
        if (event === undefined) return person.messages().findLast(matches);
        const isNews = event.type === 'message' || event.type === 'changed';
        return isNews && matches(event.message) ? event.message : undefined;
      }, timeout);
    },
  };
  return person;
}

/** All that can be read in a message, in one text. */
export function readable({ text, blocks }: WindowMessage): string {
  return `${text}\n${textOf(blocks)}`;
}

/** For the failure of a test: the last of what is to be seen. */
function describe(person: Person): string {
  const seen = person.messages().slice(-3).map(readable);
  const modal = asObject(person.modal()?.view)['title'];
  return [...seen, ...person.notices().map(({ text }) => text), `modal: ${textOf(modal)}`].join('\n---\n');
}
