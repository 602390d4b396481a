import { asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { SlackPerson } from '../options.ts';
import type { World } from '../world.ts';
import { ApiError } from './method.ts';
import type { Method } from './method.ts';

const info: Method = {
  token: 'bot',
  scopes: ['users:read'],
  run: (world, args) => {
    const person = world.workspace.person(asText(args['user']));
    if (!person) throw new ApiError('user_not_found');
    return { user: toApi(world, person) };
  },
};

const listGroupUsers: Method = {
  token: 'bot',
  scopes: ['usergroups:read'],
  run: ({ workspace }, args) => {
    const group = workspace.group(asText(args['usergroup']));
    if (!group) throw new ApiError('no_such_subteam');
    return { users: group.users };
  },
};

const listGroups: Method = {
  token: 'bot',
  scopes: ['usergroups:read'],
  run: ({ workspace, options }) => ({
    usergroups: workspace.groups().map(({ id, handle, users }) => ({
      id,
      handle,
      name: handle,
      team_id: options.team.id,
      is_usergroup: true,
      date_delete: 0,
      user_count: users.length,
      users,
    })),
  }),
};

export const userMethods = {
  'users.info': info,
  'usergroups.users.list': listGroupUsers,
  'usergroups.list': listGroups,
} as const;

/** The address only with its own scope, as Slack does: without it the field is left out, and nothing is refused. */
function toApi({ options }: World, person: SlackPerson): JsonObject {
  const teamId = person.teamId ?? options.team.id;
  const showsEmail = options.app.scopes.includes('users:read.email') && person.email !== undefined;
  return {
    id: person.id,
    team_id: teamId,
    name: person.name,
    real_name: person.realName,
    deleted: person.deleted ?? false,
    is_bot: person.isBot ?? false,
    is_app_user: false,
    ...(person.deleted
      ? {}
      : {
          is_restricted: Boolean(person.isGuest),
          is_ultra_restricted: person.isGuest === 'single-channel',
          is_admin: false,
          is_owner: false,
          is_primary_owner: false,
          is_email_confirmed: person.emailConfirmed ?? true,
        }),
    ...(teamId === options.team.id ? {} : { is_stranger: true }),
    profile: {
      real_name: person.realName,
      display_name: person.name,
      team: teamId,
      ...(showsEmail ? { email: person.email } : {}),
    },
  };
}
