import type { Problem } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

/** The first two lines of a policy that serves a team and a guild. */
export const head = 'slack_teams: [T0123]\ndiscord_guilds: ["1122"]\n';

/** The line without which there is no policy. */
export const rules = 'rules: []\n';

/** None where the policy holds. */
export function problemsOf(source: string): readonly Problem[] {
  const read = readPolicy(source);
  return 'problems' in read ? read.problems : [];
}
