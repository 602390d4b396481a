import type { Config } from '../config.ts';
import type { Policy } from '../policy/policy.ts';
import type { PolicyFile } from '../policy/policy-file.ts';
import { type Check, counted, type Finding, ok, warning, wrong } from './check.ts';

const name = 'policy';

/** @param file what was read of POLICY_FILE */
export function policyCheck(
  config: Pick<Config, 'policyFile' | 'slack' | 'discord'>,
  file: PolicyFile,
): Check {
  return { name, run: () => Promise.resolve([lookAt(config, file)]) };
}

function lookAt(config: Pick<Config, 'policyFile' | 'slack' | 'discord'>, file: PolicyFile): Finding {
  const path = config.policyFile;
  switch (file.kind) {
    case 'missing':
      return wrong(name, `There is no ${path}, so nobody may do anything. Write one: postern init`);
    case 'broken': {
      const [first] = file.problems;
      const where = first && first.line > 0 ? `line ${first.line}: ` : '';
      return wrong(
        name,
        `${path} has ${counted(file.problems.length, 'mistake')}, so after the next start nobody may do anything. The first: ${where}${first?.sentence ?? ''} All of them: postern policy check`,
      );
    }
    case 'policy':
      return ofGood(config, file.policy);
  }
}

function ofGood(
  { policyFile, slack, discord }: Pick<Config, 'policyFile' | 'slack' | 'discord'>,
  policy: Policy,
): Finding {
  const silent = [
    ...(slack && policy.slackTeams.length === 0 ? ['nobody of Slack (“slack_teams” is empty)'] : []),
    ...(discord && policy.discordGuilds.length === 0
      ? ['nobody of Discord (“discord_guilds” is empty)']
      : []),
  ];
  if (policy.rules.length === 0) return wrong(name, `${policyFile} has no rules, so nobody may do anything.`);
  if (silent.length > 0)
    return warning(name, `${silent.join(' and ')} may do anything. Name the workspace in ${policyFile}.`);
  return ok(name, `${policyFile} has ${counted(policy.rules.length, 'rule')} and no mistakes.`);
}
