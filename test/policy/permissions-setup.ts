import { actorOf } from '../../src/core/actor.ts';
import type { Actor } from '../../src/core/actor.ts';
import { parseEmailAddress } from '../../src/core/email-address.ts';
import type { Directory, PersonFacts } from '../../src/core/permission.ts';
import { createPermissions } from '../../src/permissions.ts';

export const alice = parseEmailAddress('alice@example.com');
export const dana = actorOf({ platform: 'slack', workspace: 'T1', user: 'U0DANA' });
export const root = actorOf({ platform: 'terminal', workspace: '', user: 'root' });

export const listing = policy('list');
export const editing = policy('edit');

function policy(permission: string): string {
  return `slack_teams: [T1]
people: [{ name: Alice, accounts: ["slack:T1/U0ALICE", "terminal:alice"], addresses: [alice@example.com] }]
groups: { helpdesk: ["slack-group:T1/S1", "terminal:root"] }
rules: [{ who: helpdesk, may: [${permission}], on: ["*@*"] }]
`;
}

/** Permissions from that file, and a Slack that tells of everybody that they are in the helpdesk. */
export function setUp(
  file: string,
  describePerson?: Directory['describe'],
  more: Pick<Directory, 'comesWithRequest'> = {},
) {
  const lines: string[] = [];
  const questions: (readonly [Actor, readonly string[]])[] = [];
  const clock = { now: 0 };
  const write = (level: string) => (fields: object, message: string) => {
    const line = 'line' in fields ? ` line ${String(fields.line)}:` : '';
    lines.push(`${level}${line} ${message}`);
  };
  const helper: PersonFacts = { standing: 'member', groups: ['slack-group:T1/S1'], email: undefined };
  const directory: Directory = {
    ...more,
    async describe(actor, groups) {
      questions.push([actor, groups]);
      return describePerson ? describePerson(actor, groups) : helper;
    },
  };
  const permissions = createPermissions({
    file,
    directory: (platform) => (platform === 'slack' ? directory : undefined),
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    now: () => clock.now,
  });
  return { permissions, lines, questions, clock, helper };
}
