import type { ActorId } from '../../src/core/actor.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { permissions } from '../../src/core/permission.ts';
import type { Device, MailEndpoint, OwnDevice } from '../../src/core/ports.ts';
import { mailProblems, sessionIdentity, type SessionsReport } from '../../src/core/sessions.ts';
import { kickCommandOf } from '../../src/mail/dovecot-version.ts';
import { type Filling, openSignOut, usual } from './surface-context.ts';

/** 64 characters, each of which needs a backslash on Discord. */
export const escapedLabel = '*_~|>#-[]()<@:+`'.repeat(4);
/** 64 characters, each of which is two of UTF-16, and four bytes. */
export const astralLabel = '🖨'.repeat(64);

const longest = 254;
/** As long as the grammar allows, with as much to escape as it allows. */
export const longestAddress = `${'_-+'.repeat(60)}@${'b-c.'.repeat(30)}`
  .slice(0, longest - '.example'.length - 1)
  .concat('c.example') as EmailAddress;

const host = `${'mail-server-'.repeat(5)}1.example.com`;
const endpoint: MailEndpoint = {
  host: `${'a'.repeat(63)}.`.repeat(4).slice(0, 253),
  port: 65_535,
  encryption: 'STARTTLS',
};

/** Somebody of another platform, whose id is drawn in full. */
const farActor = {
  slack: 'discord:12345678901234567890/12345678901234567890',
  discord: 'slack:T0123456789ABCDE/U0123456789ABCDE',
} as const;

export interface Scale {
  readonly label: string;
  readonly address: EmailAddress;
  readonly platform: 'slack' | 'discord';
  readonly rowsPerPage: number;
  /** Whether sessions are left that nobody could end. */
  readonly signOuts: boolean;
  readonly report: SessionsReport;
}

/** Everything at once, at its longest. */
export function largest({ label, address: name, platform, rowsPerPage, signOuts, report }: Scale): Filling {
  const small = usual(label);
  const address = { id: '999999999999999999' as typeof small.address.id, address: name };
  // An account as the policy names it.
  const by = farActor[platform] as ActorId;
  const device: OwnDevice = {
    ...small.device,
    id: '999999999999999999' as typeof small.device.id,
    addressId: address.id,
    address: name,
    kind: 'computer',
    protocols: ['imap', 'pop3', 'smtp'],
    version: 999_999,
    addedBy: by,
    lastUse: { at: new Date(0), from: '2001:0db8:85a3:0000:0000:8a2e:0370:7334', protocol: 'imap' },
    isLongUnused: false,
    delivery: 'never-received',
  };
  const { tag: _tag, delivery: _delivery, isLongUnused: _unused, ...shared } = device;
  const generic: Device = { ...shared, kind: 'generic', label: 'Generic password' };
  const devices = [generic, ...Array.from({ length: rowsPerPage - 1 }, () => device)];
  return {
    label,
    address,
    by,
    device,
    devices,
    // A word that just fits into the button that turns the page.
    match: 'x'.repeat(60),
    open: signOuts
      ? Array.from({ length: 12 }, () =>
          openSignOut(device, kickCommandOf(sessionIdentity(device), undefined)),
        )
      : [],
    connections: {
      kind: 'known',
      counts: new Map(devices.map((one) => [sessionIdentity(one), 12_345])),
      complete: false,
    },
    report,
    mailSettings: { imap: endpoint, pop3: endpoint, smtp: endpoint, usesPostfix: true },
    access: { ...small.access, ...longestAccess(name) },
    rowsPerPage,
    platform,
  };
}

/** Of somebody whom a policy of many rules names in each. */
function longestAccess(address: EmailAddress) {
  const groups = Array.from({ length: 40 }, (_, index) => `group-of-the-helpdesk-in-town-${index}`);
  return {
    groups,
    ownAddresses: Array.from({ length: 30 }, (_, index) => `${index}${address.slice(2)}` as EmailAddress),
    grants: groups.map((through) => ({
      through,
      permissions: permissions.slice(1),
      on: Array.from({ length: 10 }, (_, index) => `*@town-${index}.example.com`),
    })),
    ask: `someone in ${groups.join(' or ')}`,
  };
}

/** Every kind of report, with as many hosts and commands as a large site has. */
export const reports: readonly SessionsReport[] = [
  { kind: 'no-mail-server' },
  { kind: 'ended', before: { count: 99_999, protocols: ['imap', 'pop3', 'smtp'] } },
  { kind: 'ending', before: { count: 99_999, protocols: ['imap', 'pop3', 'smtp'] }, trouble: troubleOf(40) },
  {
    kind: 'needs-attention',
    trouble: troubleOf(40),
    commands: Array.from({ length: 30 }, () =>
      kickCommandOf(`${longestAddress}/k7xw` as ReturnType<typeof sessionIdentity>, undefined),
    ),
  },
];

function troubleOf(hosts: number) {
  const problems = [...mailProblems, 'still-open'] as const;
  return Array.from({ length: hosts }, (_, index) => ({
    host: `${index}.${host}`,
    problem: problems[index % problems.length] ?? 'timeout',
  }));
}
