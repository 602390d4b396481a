import { quoted } from '../core/email-address.ts';
import type { Group } from './policy.ts';
import type { Served } from './served.ts';
import type { Found, Reader, Word } from './yaml-reader.ts';

/** Words with a meaning of their own: in `who`, in `may`, and in what `whoami` shows. */
const reserved: ReadonlySet<string> = new Set(['owner', 'everything', 'you']);

/** @returns names also of groups that have a problem, so that rules which name them have none */
export function readGroups(
  reader: Reader,
  served: Served,
  found: Found | undefined,
): { readonly groups: readonly Group[]; readonly names: readonly string[] } {
  const entries = (found ? reader.entries(found, '“groups”') : undefined) ?? [];
  for (const { key } of entries) checkName(reader, key);
  return {
    names: entries.map(({ key }) => key.text),
    groups: entries.map(({ key, value }) => readGroup(reader, served, key, value)),
  };
}

function checkName(reader: Reader, { text, line }: Word): void {
  if (reserved.has(text.toLowerCase())) {
    reader.report(line, `A group can't be called ${quoted(text)}: the word has a meaning of its own.`);
  } else if (!/^[A-Za-z][A-Za-z0-9_-]{0,39}$/.test(text)) {
    const grammar = 'A letter, then letters, digits, - and _, at most 40.';
    reader.report(line, `A group can't be called ${quoted(text)}. ${grammar}`);
  }
}

function readGroup(reader: Reader, served: Served, { text: name }: Word, value: Found): Group {
  const words = (reader.list(value, `The group ${quoted(name)}`) ?? []).flatMap(
    (item) => reader.word(item, `Each member of ${quoted(name)}`) ?? [],
  );
  return {
    name,
    accounts: words
      .filter((word) => !namesPlatformGroup(word.text))
      .flatMap((word) => served.account(word) ?? []),
    platformGroups: words
      .filter((word) => namesPlatformGroup(word.text))
      .flatMap((word) => served.platformGroup(word) ?? []),
  };
}

export function namesPlatformGroup(text: string): boolean {
  return /^(slack-group|discord-role):/.test(text);
}
