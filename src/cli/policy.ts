import type { Command } from 'commander';
import { permissions } from '../core/permission.ts';
import { type ResultOptions, withJson } from './result.ts';

interface ExplainOptions extends ResultOptions {
  readonly file?: string;
}

/** `postern policy …`: what the policy file says. Neither the database nor a platform is asked. */
export function addPolicyCommands(program: Command): void {
  const policy = program.command('policy').description('What the policy file says');

  withJson(policy.command('check'))
    .description('Read the policy file, and name every mistake with its line')
    .argument('[file]', 'where it isn’t POLICY_FILE')
    .action(async (file: string | undefined, options: ResultOptions) => {
      const { checkPolicy } = await import('./run-policy.ts');
      process.exitCode = await checkPolicy(file, options);
    });

  withJson(policy.command('explain'))
    .description('Say which rule lets somebody do something, or why none does')
    .argument('<who>', 'such as slack:T0123/U01ALICE')
    .argument('<permission>', permissions.join(', '))
    .argument('<address>', 'such as bob@example.com')
    .option('--file <file>', 'where it isn’t POLICY_FILE')
    .action(async (who: string, permission: string, address: string, options: ExplainOptions) => {
      const { explainPolicy } = await import('./run-policy.ts');
      process.exitCode = await explainPolicy({ who, permission, address, file: options.file }, options);
    });
}
