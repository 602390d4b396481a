import { sampleWorkspace } from '../src/sandbox/sample-workspace.ts';
import { type SlackSandbox, startSlack } from '../src/sandbox/slack/index.ts';

/** People who act at the same time. Each has an address of their own to look after. */
export const people = Array.from({ length: 50 }, (_, place) => `U0BENCH${place}`);

export const channel = 'it-helpdesk';

/** Everybody may everything. */
export const benchPolicy = `
slack_teams: [${sampleWorkspace.team.id}]
groups:
  bench: [${people.map((id) => `"slack:${sampleWorkspace.team.id}/${id}"`).join(', ')}]
rules:
  - { who: bench, may: [everything], on: ["*@*"] }
`;

/** A Slack of our own with these people, which remembers little: what it looks through is no part of what is measured. */
export async function startDouble(): Promise<SlackSandbox> {
  const { app, team, userGroups, channels } = sampleWorkspace;
  return startSlack({
    app,
    team,
    userGroups,
    people: people.map((id) => ({ id, name: id.toLowerCase(), realName: id, about: 'measures' })),
    channels: channels.map(({ id, name, topic }) => ({
      id,
      name,
      topic,
      members: [app.botUser, ...(name === channel ? people : [])],
    })),
    commands: [{ command: '/devices', description: 'Devices', usageHint: 'alice@example.com' }],
    delivery: { kind: 'socket' },
    keep: 250,
  });
}
