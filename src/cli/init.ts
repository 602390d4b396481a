import { writeFile } from 'node:fs/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { type ActorId, actorId, parseActorId } from '../core/actor.ts';
import { UserError } from '../core/errors.ts';
import { sentenceList } from '../core/text.ts';
import { firstPolicy } from '../policy/first-policy.ts';
import { printResult, type ResultOptions, withJson } from './result.ts';
import { terminalActor } from './terminal-actor.ts';

interface InitOptions extends ResultOptions {
  readonly admin: readonly ActorId[];
  readonly domain: string;
}

/** `postern init`: a first policy file. */
export function addInitCommand(program: Command): void {
  withJson(program.command('init'))
    .description('Write a first policy file: who may do what')
    .option('--admin <id...>', 'who may do everything, such as slack:T0123/U0SAM', readAdministrator, [])
    .option('--domain <domain>', 'of your addresses', 'example.com')
    .action(async (options: InitOptions) => {
      const { admin, domain } = options;
      const { loadConfig } = await import('../config.ts');
      const { policyFile, slack, discord } = loadConfig(process.env);
      const administrators = [terminalActor().id, ...admin];
      const source = firstPolicy({ administrators, domain });
      try {
        // `wx`: a policy that is there already is never written over.
        await writeFile(policyFile, source, { flag: 'wx' });
      } catch (error) {
        if (!(error instanceof Error) || !('code' in error) || error.code !== 'EEXIST') throw error;
        throw new UserError('not-available', `${policyFile} is there already. Nothing was changed.`, {
          cause: error,
        });
      }
      const lines = [
        `Wrote ${policyFile}. ${sentenceList(administrators)} may do everything.`,
        'Read it, and add the groups and rules of your site.',
        ...(admin.length > 0 ? [] : [nobodyYet([slack && 'Slack', discord && 'Discord'])]),
      ];
      printResult({ lines, data: { file: policyFile, administrators } }, options);
    });
}

/** @param set the platforms that the settings name */
function nobodyYet(set: readonly (string | undefined)[]): string {
  const platforms = set.filter((name) => name !== undefined);
  // Neither is set yet: whoever begins has both before them.
  const named = sentenceList(platforms.length > 0 ? platforms : ['Slack', 'Discord'], 'or');
  return `Nobody of ${named} may do anything yet: /devices whoami shows people the id to put in it.`;
}

function readAdministrator(typed: string, before: readonly ActorId[]): readonly ActorId[] {
  const identity = parseActorId(typed);
  if (!identity) throw new InvalidArgumentError('An example: slack:T0123/U0SAM');
  return [...before, actorId(identity)];
}
