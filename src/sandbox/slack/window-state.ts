import type { WindowChannel, WindowPerson, WindowState } from '../window.ts';
import { toWindow } from './messages.ts';
import { toWindowModal } from './modals.ts';
import type { SlackPerson } from './options.ts';
import type { World } from './world.ts';

/** Everything that one person sees, and nothing that Slack would hide from them. */
export function windowState(world: World, person: SlackPerson): WindowState {
  const { options, workspace, messages, modals } = world;
  return {
    team: options.team.name,
    app: { name: options.app.name, botUser: options.app.botUser },
    you: toWindowPerson(person),
    people: humans(world).map(toWindowPerson),
    channels: workspace
      .channels()
      .filter(({ members }) => members.has(person.id))
      .map(({ id, name, kind, topic }): WindowChannel => ({ id, name, kind, topic })),
    messages: messages.seenBy(person.id).map(toWindow),
    modal: toWindowModal(modals.of(person.id).at(-1)),
    commands: options.commands,
  };
}

/** Who the page opens as, when it knows nobody yet. */
export function firstPerson(world: World): SlackPerson | undefined {
  return humans(world)[0];
}

function humans({ workspace }: World): readonly SlackPerson[] {
  return workspace.people().filter(({ deleted, isBot }) => !deleted && !isBot);
}

function toWindowPerson({ id, realName, about }: SlackPerson): WindowPerson {
  return { id, name: realName, about };
}
