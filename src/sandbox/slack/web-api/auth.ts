import type { Method } from './method.ts';

const test: Method = {
  token: 'either',
  scopes: [],
  run: ({ options, origin }) => ({
    url: `${origin}/`,
    team: options.team.name,
    team_id: options.team.id,
    user: options.app.name.toLowerCase(),
    user_id: options.app.botUser,
    bot_id: options.app.botId,
    is_enterprise_install: false,
  }),
};

export function authMethods(newSocketUrl: () => string) {
  const open: Method = {
    token: 'app',
    scopes: [],
    run: () => ({ url: newSocketUrl() }),
  };
  return { 'auth.test': test, 'apps.connections.open': open } as const;
}
