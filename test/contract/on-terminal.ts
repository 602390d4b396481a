import { type Sitting, startTerminalApp, type TerminalApp, terminalUser } from '../support/terminal-app.ts';
import type { Answer, ContractPerson, ContractPlatform, Role, SeenRow } from './platform.ts';

/** One user of the operating system runs the tests, and is each of the four by the policy. */
const policies: Readonly<Record<Role, string>> = {
  admin: policyOf('mail-admins'),
  helpdesk: policyOf('helpdesk'),
  owner: policyOf(undefined, ['alice@example.com']),
  nobody: policyOf(undefined),
};

function policyOf(group: 'mail-admins' | 'helpdesk' | undefined, owned: readonly string[] = []): string {
  const members = (name: string) => (group === name ? `["${terminalUser}"]` : '["terminal:somebody-else"]');
  return `
people:
  - { name: Alice, accounts: ["${owned.length > 0 ? terminalUser : 'terminal:alice-else'}"], addresses: [${owned.join(', ')}] }
groups:
  mail-admins: ${members('mail-admins')}
  helpdesk: ${members('helpdesk')}
rules:
  - { who: mail-admins, may: [everything], on: ["*@*"] }
  - { who: helpdesk, may: [list, add, edit, change-password, disconnect, audit], on: ["*@example.com"] }
  - { who: owner, may: [list, add, edit, change-password, disconnect], on: ["*@example.com"] }
`;
}

export const onTerminal: ContractPlatform = {
  rowsPerPage: 50,
  eventsPerPage: 10,
  hasMenus: false,
  greysOut: false,
  hasChannels: false,
  isTyped: true,
  isSlow: true,
  async start({ bot }) {
    const app = await startTerminalApp(bot);
    return {
      person: (role) => personOf(app, policies[role]),
      actor: () => terminalUser,
      named: () => terminalUser,
      leaving: () => '',
      stop: () => app.stop(),
    };
  },
};

interface Screen {
  readonly sitting: Sitting;
  /** The words that the command was given. */
  readonly words: readonly string[];
}

/** By the id of an answer. */
const screens = new Map<string, Screen>();

function personOf(app: TerminalApp, policy: string): ContractPerson {
  let scrollback = '';

  async function run(words: readonly string[]): Promise<Answer> {
    const sitting = app.sit(words, policy);
    const id = `screen ${screens.size}`;
    screens.set(id, { sitting, words });
    return look(id, sitting);
  }

  async function look(id: string, sitting: Sitting): Promise<Answer> {
    const { printed, asks } = await sitting.look();
    scrollback += printed;
    return {
      id,
      words: printed,
      rows: rowsOf(printed),
      buttons: asks ? ['Cancel'] : [],
      isPrivate: true,
      copied: [...printed.matchAll(/^Password, to copy:\n {2}(\S+)$/gm)].map(([, password = '']) => password),
    };
  }

  /** The address that was listed: what a menu would name is typed here. */
  function addressOf({ id }: Answer): string {
    const address = screens.get(id)?.words.find((word) => word.includes('@'));
    if (address === undefined) throw new Error('No address was listed');
    return address;
  }

  return {
    command: (name, options = {}) => run([name, ...Object.values(options)]),
    choose: (list, row, entry) => {
      const name = entry.startsWith('Disconnect') ? 'disconnect' : 'change-password';
      return run([name, addressOf(list), row]);
    },
    async press(answer, button) {
      if (button === 'Disconnect all devices') return run(['disconnect-all', addressOf(answer)]);
      const screen = screens.get(answer.id);
      if (screen?.sitting.code() !== undefined || !screen) throw new Error('Nothing is asked there');
      screen.sitting.type(button === 'Cancel' ? 'n' : 'y');
      return look(answer.id, screen.sitting);
    },
    async open(list, { row }) {
      const address = addressOf(list);
      return {
        submit: ({ label, kind, protocols }) => {
          const before =
            row === undefined || row === 'Generic password' ? ['add', address] : ['edit', address, row];
          const fields = [label ?? row, kind, protocols?.join(',')].filter((word) => word !== undefined);
          return run([...before, ...fields]);
        },
      };
    },
    hears: async (words) => {
      const found = typeof words === 'string' ? scrollback.includes(words) : words.test(scrollback);
      if (!found) throw new Error(`Not printed: ${String(words)}, but:\n${scrollback}`);
      return { id: 'scrollback', words: scrollback, rows: [], buttons: [], isPrivate: true, copied: [] };
    },
    seen: () => scrollback,
  };
}

/** The lines below the titles of the table, up to the first empty one. */
function rowsOf(printed: string): readonly SeenRow[] {
  const lines = printed.split('\n');
  const titles = lines.findIndex((line) => /^Label +Kind +Protocols/.test(line));
  if (titles === -1) return [];
  const width = lines[titles]?.indexOf('Kind') ?? 0;
  const end = lines.findIndex((line, index) => index > titles && line.trim() === '');
  return lines
    .slice(titles + 1, end === -1 ? undefined : end)
    .map((line) => ({ label: line.slice(0, width).trim(), words: line.slice(width), can: [], cannot: [] }));
}
