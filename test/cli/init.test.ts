import { expect, it } from 'vitest';
import { postern, someFolder } from './postern.ts';

const slack = { SLACK_BOT_TOKEN: 'xoxb-none', SLACK_APP_TOKEN: 'xapp-none' };
const discord = { DISCORD_TOKEN: 'x'.repeat(60) };

it('says without --admin of which platform nobody may do anything yet', { timeout: 60_000 }, async () => {
  const said = async (env: Readonly<Record<string, string>>) =>
    (await postern(['init'], { folder: await someFolder(), env })).out.split('\n').at(-2);
  const rest = 'may do anything yet: /devices whoami shows people the id to put in it.';

  expect(await Promise.all([slack, discord, { ...slack, ...discord }].map(said))).toEqual([
    `Nobody of Slack ${rest}`,
    `Nobody of Discord ${rest}`,
    `Nobody of Slack or Discord ${rest}`,
  ]);
});
