import type { DiscordOptions } from './discord/options.ts';

const guild = '1100000000000000001';
const mailAdmin = '1100000000000000011';
const helpdesk = '1100000000000000012';

const dana = '1100000000000000101';
const sam = '1100000000000000102';
const eve = '1100000000000000103';
const alice = '1100000000000000104';

/** The guild that the sandbox opens with: the people of sample-workspace.ts. Nothing in it is secret: it answers on this machine only. */
export const sampleGuild = {
  app: { id: '1100000000000000900', name: 'Postern', token: 'sandbox-discord-token' },
  people: [
    { id: dana, username: 'dana', displayName: 'Dana', about: 'mail admin' },
    { id: sam, username: 'sam', displayName: 'Sam', about: 'helpdesk' },
    { id: eve, username: 'eve', displayName: 'Eve', about: 'may do nothing' },
    { id: alice, username: 'alice', displayName: 'Alice', about: 'owner of alice@example.com' },
  ],
  guilds: [
    {
      id: guild,
      name: 'Example Ltd',
      roles: [
        { id: mailAdmin, name: 'mail-admin' },
        { id: helpdesk, name: 'helpdesk' },
      ],
      channels: [
        { id: '1100000000000000201', name: 'it-helpdesk', topic: 'Where devices are managed' },
        {
          id: '1100000000000000202',
          name: 'postern-audit',
          topic: 'Every change, in order',
          visibleTo: [mailAdmin, helpdesk],
        },
      ],
      members: [
        { user: dana, roles: [mailAdmin] },
        { user: sam, roles: [helpdesk] },
        { user: eve, roles: [] },
        { user: alice, roles: [] },
      ],
      // An outer fence is for guilds of strangers; here everybody may try, and the policy answers.
      commandRoles: [guild],
    },
  ],
  auditChannel: '1100000000000000202',
} as const satisfies Omit<DiscordOptions, 'port'> & { readonly auditChannel: string };
