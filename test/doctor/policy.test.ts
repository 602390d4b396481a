import { expect, it } from 'vitest';
import { type Config, loadConfig } from '../../src/config.ts';
import { policyCheck } from '../../src/doctor/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';
import type { PolicyFile } from '../../src/policy/policy-file.ts';
import { ran } from './findings.ts';

const config = loadConfig({ SLACK_BOT_TOKEN: 'xoxb-x', SLACK_APP_TOKEN: 'xapp-x' });

function fileOf(source: string): PolicyFile {
  const read = readPolicy(source);
  return 'policy' in read ? { kind: 'policy', ...read } : { kind: 'broken', ...read };
}

const discord = loadConfig({ DISCORD_TOKEN: 'x'.repeat(50) });
const both = { ...config, discord: discord.discord };

const rules = 'rules:\n  - { who: "terminal:root", may: [list], on: ["*@*"] }\n';

it.each<[string, PolicyFile, string, Config?]>([
  [
    'has no mistakes',
    fileOf(`slack_teams: [T0123]\n${rules}`),
    'ok policy: policy.yaml has 1 rule and no mistakes.',
  ],
  ['is missing', { kind: 'missing' }, 'wrong policy: There is no policy.yaml, so nobody may do anything.'],
  [
    'has mistakes',
    fileOf(rules.replace('list', 'lst')),
    'wrong policy: policy.yaml has 1 mistake, so after the next start nobody may do anything. The first: line 2: “lst” is no permission.',
  ],
  [
    'serves no workspace',
    fileOf(rules),
    'warning policy: nobody of Slack (“slack_teams” is empty) may do anything.',
  ],
  [
    'serves no server of Discord',
    fileOf(rules),
    'warning policy: nobody of Discord (“discord_guilds” is empty) may do anything. Name the workspace in policy.yaml.',
    discord,
  ],
  [
    'serves neither',
    fileOf(rules),
    'nobody of Slack (“slack_teams” is empty) and nobody of Discord (“discord_guilds” is empty) may do',
    both,
  ],
  ['has no rules', fileOf('rules: []'), 'wrong policy: policy.yaml has no rules'],
])('says that the policy %s', async (_name, file, line, settings = config) => {
  const [found] = await ran([policyCheck(settings, file)]);

  expect(found).toContain(line);
});
