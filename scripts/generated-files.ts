import type { z } from 'zod';
import { commands } from '../commands/index.ts';
import { settings } from '../src/settings.ts';
import { type Command, exampleOf } from '../src/core/command.ts';
import { userErrors } from '../src/core/errors.ts';
import type { OptionSpec } from '../src/core/option.ts';
import { sentenceList } from '../src/core/text.ts';

/** Files made from the code. A test holds each against what stands in the repository. */
export const generatedFiles = {
  '.env.example': environmentExample,
  'docs/commands.md': commandsPage,
  'docs/errors.md': errorsPage,
} as const;

function environmentExample(): string {
  const head = '# Copy this file to .env. What is left empty has its default.\n\n';
  const described = Object.entries<z.ZodType>(settings.shape).map(
    ([name, { description = '' }]) => `# ${description}\n${name}=\n`,
  );
  return head + described.join('\n');
}

function commandsPage(): string {
  const intro = `# Commands

Generated from \`commands/\` by \`npm run generate\`. Everything is answered to the person who typed it, and to nobody else.
Words that belong together stand in quotation marks. \`/devices\` with an address lists, so \`list\` may be left out.
`;
  return [intro, ...commands.map(commandSection)].join('\n');
}

function commandSection(command: Command): string {
  const permission =
    command.permission === null ? 'Everybody may.' : `Needs the permission \`${command.permission}\`.`;
  const options = Object.entries(command.options).map(
    ([name, option]) =>
      `| \`${name}\` | ${optionWords(option)} | ${option.optional ? 'no' : needed(option)} |`,
  );
  const table =
    options.length === 0 ? '' : `\n| word | what it is | needed |\n|---|---|---|\n${options.join('\n')}\n`;
  return `## ${command.name}

${command.description}. ${permission}

\`\`\`
${exampleOf(command)}
\`\`\`
${table}`;
}

function optionWords(option: OptionSpec): string {
  if (option.kind !== 'choice' && option.kind !== 'choices') return option.description;
  const values = sentenceList(
    option.choices.map(({ value }) => `\`${value}\``),
    'or',
  );
  return `${option.description}: ${values}`;
}

function needed(option: OptionSpec): string {
  if (option.kind === 'choice') return `no: \`${option.initial}\``;
  if (option.kind === 'choices') return `no: \`${option.initial.join(',')}\``;
  return 'yes';
}

function errorsPage(): string {
  const rows = Object.entries(userErrors).map(([code, meaning]) => `| \`${code}\` | ${meaning} |`);
  return `# Errors that people read

Generated from \`src/core/errors.ts\` by \`npm run generate\`. The code stands in the log, beside who asked. Anything else is a
defect: the person gets a reference, and the log line with that reference has the rest.

| code | meaning |
|---|---|
${rows.join('\n')}
`;
}
