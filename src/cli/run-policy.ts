import { loadConfig } from '../config.ts';
import { actorOf, parseActorId } from '../core/actor.ts';
import { parseEmailAddress, quoted } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { type Permission, permissions } from '../core/permission.ts';
import { exitCodes } from '../platforms/terminal/run.ts';
import { explainPermission, type Explanation } from '../policy/explain.ts';
import { explanationLines } from '../policy/explain-words.ts';
import { readAccountId } from '../policy/identifier.ts';
import type { Policy } from '../policy/policy.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { suggestion } from '../policy/yaml-reader.ts';

const outcomes = {
  allowed: exitCodes.done,
  depends: exitCodes.notDone,
  refused: exitCodes.forbidden,
} as const satisfies Readonly<Record<Explanation['kind'], number>>;

/** `postern policy check`. @param file undefined: POLICY_FILE */
export async function checkPolicy(file: string | undefined): Promise<void> {
  const path = file ?? loadConfig(process.env).policyFile;
  const read = await readOrExplain(path);
  if (!read) return;
  const { people, groups, rules } = read;
  console.log(
    `${path} has no mistakes. ${counted(rules.length, 'rule')}, ${counted(groups.length, 'group')}, ${counted(people.length, 'person', 'people')}.`,
  );
}

export interface TypedQuestion {
  readonly who: string;
  readonly permission: string;
  readonly address: string;
  /** Undefined: POLICY_FILE. */
  readonly file: string | undefined;
}

/** `postern policy explain`. */
export async function explainPolicy({ who, permission, address, file }: TypedQuestion): Promise<void> {
  const question = {
    actor: readActor(who),
    permission: readPermission(permission),
    address: parseEmailAddress(address),
  };
  const read = await readOrExplain(file ?? loadConfig(process.env).policyFile);
  if (!read) return;
  const explanation = explainPermission(read, question);
  console.log(explanationLines(read, question, explanation).join('\n'));
  process.exitCode = outcomes[explanation.kind];
}

async function readOrExplain(path: string): Promise<Policy | undefined> {
  const found = await readPolicyFile(path);
  switch (found.kind) {
    case 'policy':
      return found.policy;
    case 'missing':
      throw new UserError(
        'not-available',
        `There is no ${path}, so nobody may do anything. Write a first one: postern init`,
      );
    case 'broken':
      for (const { line, sentence } of found.problems) {
        console.error(line === 0 ? `${path}: ${sentence}` : `${path}:${line}: ${sentence}`);
      }
      console.error(
        `${counted(found.problems.length, 'mistake')}. A server that runs keeps the policy that it has read before.`,
      );
      process.exitCode = exitCodes.notDone;
      return undefined;
  }
}

function readActor(typed: string) {
  const identity = readAccountId(typed) && parseActorId(typed);
  if (identity) return actorOf(identity);
  const examples = 'slack:T0123/U01ALICE, discord:1122/803511, terminal:root';
  throw new UserError('bad-option', `${quoted(typed)} is no account. Examples: ${examples}`);
}

function readPermission(typed: string): Permission {
  const found = permissions.find((permission) => permission === typed);
  if (found) return found;
  throw new UserError('bad-option', `${quoted(typed)} is no permission. ${suggestion(typed, permissions)}`);
}

function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
