import type { ActorId } from '../core/actor.ts';
import { quoted, readEmailAddress } from '../core/email-address.ts';
import type { EmailAddress } from '../core/email-address.ts';
import type { Person, Policy, Problem } from './policy.ts';
import { isDiscordGuild, isSlackTeam } from './identifier.ts';
import { readGroups } from './read-groups.ts';
import { readRules } from './read-rules.ts';
import { createServed } from './served.ts';
import type { Served } from './served.ts';
import { parseSource } from './yaml-source.ts';
import { createReader } from './yaml-reader.ts';
import type { Found, Reader } from './yaml-reader.ts';

const keys = ['slack_teams', 'discord_guilds', 'trust_slack_email', 'people', 'groups', 'rules'] as const;

/** Reads a policy as a whole: either all of it holds, or every problem is named with its line. */
export function readPolicy(
  source: string,
): { readonly policy: Policy } | { readonly problems: readonly Problem[] } {
  const parsed = parseSource(source);
  if ('problems' in parsed) return parsed;
  const reader = createReader(parsed.lineAt);
  if (!parsed.root) return { problems: [{ line: 0, sentence: 'The file is empty.' }] };

  // Rules have to be there: a file that was cut off while it was written must not count as "nobody may do anything".
  const fields = reader.fields({ node: parsed.root, line: 1 }, 'The policy', {
    known: keys,
    required: ['rules'],
  });
  const slackTeams = readIds(reader, fields?.slack_teams, 'slack_teams', isSlackTeam, 'T0123');
  const discordGuilds = readIds(reader, fields?.discord_guilds, 'discord_guilds', isDiscordGuild, '1122');
  const served = createServed(reader, slackTeams, fields?.discord_guilds && discordGuilds);
  const trustSlackEmail = readSwitch(reader, fields?.trust_slack_email);
  const people = readPeople(reader, served, fields?.people);
  const groups = readGroups(reader, served, fields?.groups);
  const rules = readRules(reader, served, fields?.rules, groups.names);

  if (reader.problems.length > 0) {
    return { problems: reader.problems.toSorted((a, b) => a.line - b.line) };
  }
  return { policy: { slackTeams, discordGuilds, trustSlackEmail, people, groups: groups.groups, rules } };
}

function readIds(
  reader: Reader,
  found: Found | undefined,
  key: string,
  isId: (raw: string) => boolean,
  example: string,
): readonly string[] {
  const items = found ? reader.list(found, `“${key}”`) : undefined;
  return (items ?? []).flatMap((item) => {
    const word = reader.word(item, `Each of “${key}”`);
    if (!word) return [];
    if (isId(word.text)) return [word.text];
    reader.report(word.line, `${quoted(word.text)} is no id for “${key}”. An example: ${example}`);
    return [];
  });
}

function readSwitch(reader: Reader, found: Found | undefined): boolean {
  const word = found && reader.word(found, '“trust_slack_email”');
  if (word && word.text !== 'true' && word.text !== 'false') {
    reader.report(word.line, '“trust_slack_email” must be true or false.');
  }
  return word?.text === 'true';
}

function readPeople(reader: Reader, served: Served, found: Found | undefined): readonly Person[] {
  const lines = new Map<ActorId, number>();
  const items = found ? reader.list(found, '“people”') : undefined;
  return (items ?? []).flatMap((item) => {
    const fields = reader.fields(item, 'A person', {
      known: ['name', 'accounts', 'addresses'],
      required: ['name', 'accounts'],
    });
    const name = fields?.name && reader.word(fields.name, 'The name of a person');
    const accounts = readAccounts(reader, served, fields?.accounts, lines);
    const addresses = readAddresses(reader, fields?.addresses);
    return name ? [{ name: name.text, accounts, addresses }] : [];
  });
}

/** @param lines where each account was seen, of all people: one that is two persons' would hand rights on */
function readAccounts(
  reader: Reader,
  served: Served,
  found: Found | undefined,
  lines: Map<ActorId, number>,
): readonly ActorId[] {
  const items = found ? reader.list(found, '“accounts”') : undefined;
  return (items ?? []).flatMap((item) => {
    const word = reader.word(item, 'Each of “accounts”');
    const account = word && served.account(word);
    if (!account) return [];
    const first = lines.get(account);
    if (first !== undefined) {
      reader.report(item.line, `${quoted(account)} is listed twice; the first is on line ${first}.`);
    }
    lines.set(account, first ?? item.line);
    return [account];
  });
}

function readAddresses(reader: Reader, found: Found | undefined): readonly EmailAddress[] {
  const items = found ? reader.list(found, '“addresses”') : undefined;
  return (items ?? []).flatMap((item) => {
    const word = reader.word(item, 'Each of “addresses”');
    if (!word) return [];
    const address = readEmailAddress(word.text);
    if (address) return [address];
    reader.report(word.line, `${quoted(word.text)} is no address. An example: alice@example.com`);
    return [];
  });
}
