/** Who acts in tests, in the workspace of the sandbox, by what the policy below lets them do. */
export const dana = 'U0DANA';
export const sam = 'U0SAM';
export const eve = 'U0EVE';
/** Owns alice@example.com. */
export const alice = 'U0ALICE';

const team = 'T0SANDBOX';

/** Dana may everything; Sam, of a user group, what helpdesk does; Alice her own; Eve nothing. */
export const testPolicy = `
slack_teams: [${team}]
people:
  - name: Alice
    accounts: ["slack:${team}/${alice}"]
    addresses: [alice@example.com]
groups:
  mail-admins: ["slack:${team}/${dana}"]
  helpdesk: ["slack-group:${team}/S0HELP"]
rules:
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: helpdesk, may: [list, add, edit, change-password, disconnect, audit], on: ["*@example.com"] }
  - { who: owner, may: [list, add, edit, change-password, disconnect], on: ["*@example.com"] }
`;

/** As the audit and the policy name somebody of the workspace. */
export function actor(user: string): string {
  return `slack:${team}/${user}`;
}
