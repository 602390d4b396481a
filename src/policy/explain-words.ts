import type { Actor, PlatformName } from '../core/actor.ts';
import { sentenceList } from '../core/text.ts';
import type { Condition, Explanation, Grounds, NearRule, Question } from './explain.ts';
import type { Policy, Who } from './policy.ts';

const platforms: Readonly<Record<PlatformName, string>> = {
  slack: 'Slack',
  discord: 'Discord',
  terminal: 'the operating system',
};

/** An explanation, in lines for a person. */
export function explanationLines(
  policy: Policy,
  question: Question,
  explanation: Explanation,
): readonly string[] {
  const { actor, permission, address } = question;
  const may = `${actor.id}: ${permission} on ${address}`;
  switch (explanation.kind) {
    case 'allowed':
      return [`Allowed. ${may}`, `  ${groundsSentence(explanation.by)}`, ...standingLines(actor)];
    case 'depends':
      return [
        `It depends on what ${platforms[actor.identity.platform]} says. ${may}`,
        ...explanation.ways.map(
          ({ condition, by }) => `  Allowed if ${conditionWords(actor, condition)}. ${groundsSentence(by)}`,
        ),
        ...standingLines(actor),
      ];
    case 'refused':
      return [`Not allowed. ${may}`, ...refusedLines(policy, question, explanation)];
  }
}

function groundsSentence({ line, through, on }: Grounds): string {
  const how = {
    you: 'which names the account or another one of the same person',
    owner: 'as the owner of the address',
  }[through];
  return `By the rule on line ${line}, ${how ?? `through the group ${through}`}, on ${on}.`;
}

function conditionWords({ identity }: Actor, condition: Condition): string {
  const says = `${platforms[identity.platform]} says that ${identity.user}`;
  return condition.kind === 'group'
    ? `${says} is in ${condition.id}`
    : `${says} has the confirmed e-mail address ${condition.address}`;
}

/** What the policy can't know of anybody in chat. */
function standingLines({ identity }: Actor): readonly string[] {
  if (identity.platform === 'terminal') return [];
  const name = platforms[identity.platform];
  return [
    `  As long as ${name} says that it is a member: guests, bots and deactivated accounts are refused.`,
  ];
}

function refusedLines(
  policy: Policy,
  question: Question,
  { refusal, nearest }: Explanation & { readonly kind: 'refused' },
): readonly string[] {
  const { platform, workspace } = question.actor.identity;
  if (refusal !== undefined) {
    const [key, served] =
      platform === 'discord' ? ['discord_guilds', policy.discordGuilds] : ['slack_teams', policy.slackTeams];
    const listed = served.length === 0 ? 'is empty' : `has ${served.join(', ')}`;
    return [`  ${workspace} is not served: “${key}” ${listed}.`];
  }
  if (nearest.length === 0) return ['  No rule is for this person, this permission or this address.'];
  return [
    '  No rule allows it. Nearest:',
    ...nearest.map((rule) => `  ${nearSentence(policy, question, rule)}`),
  ];
}

function nearSentence(policy: Policy, question: Question, { line, rule, missing }: NearRule): string {
  const { permission, address } = question;
  const parts = missing.map((part) => {
    switch (part) {
      case 'who':
        return sentenceList(rule.who.map((who) => notThem(policy, question, who)));
      case 'may':
        return `its “may” lacks ${permission}`;
      case 'on':
        return `${address} is not on ${rule.on.map(({ source }) => source).join(', ')}`;
    }
  });
  return `line ${line}: ${parts.join('; ')}.`;
}

function notThem(policy: Policy, { actor, address }: Question, who: Who): string {
  switch (who.kind) {
    case 'group': {
      const told = policy.groups.find(({ name }) => name === who.name)?.platformGroups ?? [];
      const others = told.length > 0 ? ` (also listed there: ${told.join(', ')})` : '';
      return `${actor.id} is not in ${who.name}${others}`;
    }
    case 'account':
      return `it is for ${who.id}`;
    case 'owner':
      return `“people” lists ${address} with no account of theirs`;
  }
}
