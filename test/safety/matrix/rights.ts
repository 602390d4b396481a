/**
 * Who may do what where, written down once more: nothing here is read from the policy, the commands or the code that
 * decides. What a cell of the matrix must show follows from these tables alone.
 */

export const actors = {
  admin: { user: 'U0DANA' },
  helpdesk: { user: 'U0SAM' },
  owner: { user: 'U0ALICE' },
  nobody: { user: 'U0EVE' },
  guest: { user: 'U0GUEST' },
  'guest of one channel': { user: 'U0ONE' },
  'person of a connected workspace': { user: 'U0FAR' },
  'person who says another workspace': { user: 'U0DANA', team: 'T0OTHER' },
  'deactivated account': { user: 'U0GONE' },
  'bot account': { user: 'U0ROBOT' },
  'nobody of this workspace': { user: 'U0UNKNOWN' },
} as const;

export type ActorName = keyof typeof actors;

export const addresses = {
  own: 'alice@example.com',
  'in the pattern': 'robert@example.com',
  'of another domain': 'carol@example.net',
  removed: 'former@example.com',
  'never there': 'nobody@example.com',
} as const;

export type AddressName = keyof typeof addresses;

const helpdesk = ['list', 'add', 'edit', 'change-password', 'disconnect', 'audit'];
const owner = ['list', 'add', 'edit', 'change-password', 'disconnect'];
const everything = [...helpdesk, 'disconnect-all', 'disconnect-generic'];

/** Who isn't named may nothing. */
const rights: Readonly<Partial<Record<ActorName, Readonly<Record<AddressName, readonly string[]>>>>> = {
  admin: {
    own: everything,
    'in the pattern': everything,
    'of another domain': everything,
    removed: everything,
    'never there': everything,
  },
  helpdesk: {
    own: helpdesk,
    'in the pattern': helpdesk,
    'of another domain': [],
    removed: helpdesk,
    'never there': helpdesk,
  },
  owner: { own: owner, 'in the pattern': [], 'of another domain': [], removed: [], 'never there': [] },
};

/** The mail admins' group of the policy names these too. What they are to Slack must win over that. */
export const namedInVain = ['U0GUEST', 'U0ONE', 'U0FAR', 'U0GONE', 'U0ROBOT', 'U0UNKNOWN'];

export interface Action {
  readonly permission: string;
  /** What it changes where it is allowed: one event, or none. */
  readonly changes: 0 | 1;
  /** What it names: an address as typed, or the key of an address, of a device, of a generic password. */
  readonly names: 'typed' | 'address' | 'device' | 'generic';
}

const action = (permission: string, names: Action['names'], changes: Action['changes'] = 0): Action => {
  return { permission, names, changes };
};

/** Every command that takes an address, and everything that a button or a form starts. */
export const actions: Readonly<Record<string, Action>> = {
  list: action('list', 'typed'),
  add: action('add', 'typed', 1),
  edit: action('edit', 'typed', 1),
  'change-password': action('change-password', 'typed'),
  disconnect: action('disconnect', 'typed'),
  'disconnect-all': action('disconnect-all', 'typed'),
  audit: action('audit', 'typed'),
  'list.show': action('list', 'address'),
  'add.form': action('add', 'address'),
  'add.submit': action('add', 'address', 1),
  'edit.form': action('edit', 'device'),
  'edit.submit': action('edit', 'device', 1),
  'change-password.ask': action('change-password', 'device'),
  'change-password.confirm': action('change-password', 'device', 1),
  'disconnect.ask': action('disconnect', 'device'),
  'disconnect.confirm': action('disconnect', 'device', 1),
  'disconnect.ask-generic': action('disconnect-generic', 'generic'),
  'disconnect.confirm-generic': action('disconnect-generic', 'generic', 1),
  'disconnect-all.ask': action('disconnect-all', 'address'),
  'disconnect-all.confirm': action('disconnect-all', 'address', 1),
  'audit.earlier': action('audit', 'address'),
  'audit.newest': action('audit', 'address'),
};

/** For everybody, whoever they are. */
export const open = ['whoami', 'help'];

export type Outcome = 'done' | 'refused' | 'nothing there';

export function expected(actor: ActorName, { permission, names }: Action, address: AddressName): Outcome {
  const may = rights[actor]?.[address] ?? [];
  if (address === 'own' || address === 'in the pattern' || address === 'of another domain') {
    return may.includes(permission) ? 'done' : 'refused';
  }
  // A device keeps its address, so that a click on it is judged by that address; a key of nothing has none.
  const isKnown = names === 'typed' || (address === 'removed' && names !== 'address');
  const hears = isKnown ? may.includes(permission) && may.includes('list') : actor === 'admin';
  return hears ? 'nothing there' : 'refused';
}
