import { type Context, defineCommand, exampleOf, namedExampleOf, usageOf } from '../src/core/command.ts';
import { code, command as typed, text } from '../src/core/text.ts';
import type { PublicView } from '../src/core/view.ts';

export const help = defineCommand({
  name: 'help',
  description: 'Show what you can type',
  options: {},
  permission: null,
  actions: [],
  run: async (context) => helpView(context),
});

/** Only what the asker may do somewhere. */
export function helpView({ commands, access }: Context): PublicView {
  const allowed = commands.filter(
    ({ permission }) =>
      permission === null || (access.refusal === undefined && access.mayAnywhere(permission)),
  );
  const mayMore = allowed.some(({ permission }) => permission !== null);
  return {
    title: 'Help',
    data: {
      commands: allowed.map((command) => ({
        name: command.name,
        usage: usageOf(command),
        summary: command.description,
        permission: command.permission,
      })),
    },
    blocks: [
      {
        kind: 'text',
        text: text`Every device that signs in to a mailbox has a password of its own. Here you manage them.`,
      },
      ...allowed.map(
        (command) =>
          ({
            kind: 'text',
            text: text`${typed(exampleOf(command), namedExampleOf(command))} ${command.description}.`,
          }) as const,
      ),
      mayMore
        ? { kind: 'note', text: text`All of it is answered to you only. What you change is audited.` }
        : {
            kind: 'note',
            text: text`You may not manage devices yet. Ask ${access.ask}, and send what ${code('/devices whoami')} shows.`,
          },
    ],
  };
}
