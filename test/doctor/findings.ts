import { type Check, type Finding, runChecks } from '../../src/doctor/check.ts';

/** `wrong slack token: …`, one a line. */
export function lines(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ name, state, sentence }) => `${state} ${name}: ${sentence}`);
}

export async function ran(checks: readonly Check[]): Promise<readonly string[]> {
  return lines(await runChecks(checks));
}
