import { Argument, type Command } from 'commander';
import { commands } from '../../commands/index.ts';
import { completionScript, type Shell, shells } from './completion/scripts.ts';
import { placesOf } from './completion/tree.ts';

/** `postern completion`: call it last, when the program has its other commands. */
export function addCompletionCommand(program: Command): void {
  program
    .command('completion')
    .description('Print what lets a shell complete the words of this command')
    .addArgument(new Argument('<shell>').choices(shells))
    .action((shell: Shell) => {
      const chat = commands.map(({ name, description }) => ({ word: name, description }));
      console.log(completionScript(shell, placesOf(program, { '/devices': chat })));
    });
}
