import type { Command } from '../src/core/command.ts';
import { add } from './add.ts';
import { audit } from './audit.ts';
import { changePassword } from './change-password.ts';
import { disconnect } from './disconnect.ts';
import { disconnectAll } from './disconnect-all.ts';
import { edit } from './edit.ts';
import { help } from './help.ts';
import { list } from './list.ts';
import { whoami } from './whoami.ts';

/**
 * Every command, in the order of `/devices help`. A new one is a file in this folder and a line here; its words in other
 * languages stand in `parts/translations.ts`, which a test asks for.
 */
export const commands: readonly Command[] = [
  list,
  add,
  edit,
  changePassword,
  disconnect,
  disconnectAll,
  audit,
  whoami,
  help,
];
