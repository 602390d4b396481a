import { loadConfig } from '../config.ts';
import { actorOf, parseActorId } from '../core/actor.ts';
import { parseEmailAddress, quoted } from '../core/email-address.ts';
import { UserError } from '../core/errors.ts';
import { type Permission, permissions } from '../core/permission.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { explainPermission, type Explanation } from '../policy/explain.ts';
import { explanationLines } from '../policy/explain-words.ts';
import { readAccountId } from '../policy/identifier.ts';
import type { Policy, Problem } from '../policy/policy.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { suggestion } from '../policy/yaml-reader.ts';
import { printResult, type ResultOptions } from './result.ts';

const outcomes = {
  allowed: exitCodes.done,
  depends: exitCodes.notDone,
  refused: exitCodes.forbidden,
} as const satisfies Readonly<Record<Explanation['kind'], number>>;

/** `postern policy check`. @param file undefined: POLICY_FILE */
export async function checkPolicy(file: string | undefined, options: ResultOptions): Promise<ExitCode> {
  const path = file ?? loadConfig(process.env).policyFile;
  const read = await readOrExplain(path);
  if ('problems' in read) {
    const data = { file: path, problems: read.problems, rules: null, groups: null, people: null };
    printResult({ lines: [], data }, options);
    return exitCodes.notDone;
  }
  const [rules, groups, people] = [read.rules.length, read.groups.length, read.people.length];
  const line = `${path} has no mistakes. ${counted(rules, 'rule')}, ${counted(groups, 'group')}, ${counted(people, 'person', 'people')}.`;
  printResult({ lines: [line], data: { file: path, problems: [], rules, groups, people } }, options);
  return exitCodes.done;
}

export interface TypedQuestion {
  readonly who: string;
  readonly permission: string;
  readonly address: string;
  /** Undefined: POLICY_FILE. */
  readonly file: string | undefined;
}

/** `postern policy explain`. */
export async function explainPolicy(typed: TypedQuestion, options: ResultOptions): Promise<ExitCode> {
  const question = {
    actor: readActor(typed.who),
    permission: readPermission(typed.permission),
    address: parseEmailAddress(typed.address),
  };
  const read = await readOrExplain(typed.file ?? loadConfig(process.env).policyFile);
  if ('problems' in read) return exitCodes.notDone;
  const explanation = explainPermission(read, question);
  const lines = explanationLines(read, question, explanation);
  const { actor, permission, address } = question;
  const data = {
    outcome: explanation.kind,
    who: actor.id,
    permission,
    address,
    ...rulesOf(explanation),
    lines: lines.map((line) => line.trim()),
  };
  printResult({ lines, data }, options);
  return outcomes[explanation.kind];
}

/** Those that allow it, or would if the platform says so; where there is none, those that come nearest. */
function rulesOf(explanation: Explanation) {
  switch (explanation.kind) {
    case 'allowed':
      return { rules: [{ ...explanation.by, condition: null }], nearest: [] };
    case 'depends':
      return { rules: explanation.ways.map(({ condition, by }) => ({ ...by, condition })), nearest: [] };
    case 'refused':
      return { rules: [], nearest: explanation.nearest.map(({ line, missing }) => ({ line, missing })) };
  }
}

/** A policy with mistakes is told on standard error. */
async function readOrExplain(path: string): Promise<Policy | { readonly problems: readonly Problem[] }> {
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
      return { problems: found.problems };
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
