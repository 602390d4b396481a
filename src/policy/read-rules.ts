import { quoted } from '../core/email-address.ts';
import { permissions } from '../core/permission.ts';
import type { Permission } from '../core/permission.ts';
import { readPattern } from './pattern.ts';
import type { AddressPattern } from './pattern.ts';
import type { Rule, Who } from './policy.ts';
import { namesPlatformGroup } from './read-groups.ts';
import type { Served } from './served.ts';
import { suggestion } from './yaml-reader.ts';
import type { Found, Reader, Word } from './yaml-reader.ts';

const keys = ['who', 'may', 'on'] as const;

export function readRules(
  reader: Reader,
  served: Served,
  found: Found | undefined,
  groups: readonly string[],
): readonly Rule[] {
  const items = (found ? reader.list(found, '“rules”') : undefined) ?? [];
  return items.flatMap((item) => {
    const fields = reader.fields(item, 'A rule', { known: keys, required: keys });
    if (!fields) return [];
    return [
      {
        line: item.line,
        who: whoWords(reader, fields.who).flatMap((word) => readWho(reader, served, word, groups) ?? []),
        may: [...new Set(words(reader, fields.may, 'may').flatMap((word) => readPermission(reader, word)))],
        on: words(reader, fields.on, 'on').flatMap((word) => readOn(reader, word) ?? []),
      },
    ];
  });
}

/** `who` is one word or a list of them. */
function whoWords(reader: Reader, found: Found | undefined): readonly Word[] {
  if (!found) return [];
  if (found.node && 'items' in found.node) return words(reader, found, 'who');
  return [reader.word(found, '“who”') ?? []].flat();
}

function words(reader: Reader, found: Found | undefined, key: string): readonly Word[] {
  const items = found ? reader.list(found, `“${key}”`) : undefined;
  if (found && items?.length === 0)
    reader.report(found.line, `“${key}” is an empty list: the rule would do nothing.`);
  return (items ?? []).flatMap((item) => reader.word(item, `Each of “${key}”`) ?? []);
}

function readWho(reader: Reader, served: Served, word: Word, groups: readonly string[]): Who | undefined {
  const { text, line } = word;
  if (text === 'owner') return { kind: 'owner' };
  if (groups.includes(text)) return { kind: 'group', name: text };
  if (namesPlatformGroup(text)) {
    reader.report(line, `Put ${quoted(text)} into one of “groups”, and name that group here.`);
    return undefined;
  }
  if (text.includes(':')) {
    const id = served.account(word);
    return id && { kind: 'account', id };
  }
  reader.report(line, `There is no group ${quoted(text)}. ${suggestion(text, [...groups, 'owner'])}`);
  return undefined;
}

function readPermission(reader: Reader, { text, line }: Word): readonly Permission[] {
  if (text === 'everything') return permissions;
  const permission = permissions.find((candidate) => candidate === text);
  if (permission) return [permission];
  reader.report(
    line,
    `${quoted(text)} is no permission. ${suggestion(text, [...permissions, 'everything'])}`,
  );
  return [];
}

function readOn(reader: Reader, { text, line }: Word): AddressPattern | undefined {
  const pattern = readPattern(text);
  if (pattern) return pattern;
  const examples = '"*@example.com", "sales-*@*.example.com", "*@*"';
  reader.report(line, `${quoted(text)} matches no address. Examples: ${examples}`);
  return undefined;
}
