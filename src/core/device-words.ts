import type { Choice } from './option.ts';
import type { Device, Protocol } from './ports.ts';

/** What people read for a kind, in lists and in forms. */
export const kindChoices = [
  { value: 'phone', label: 'Phone' },
  { value: 'computer', label: 'Computer' },
  { value: 'tablet', label: 'Tablet' },
  { value: 'other', label: 'Other' },
] as const satisfies readonly Choice[];

/** POP3 is what the store and the mail server say; people say POP. */
export const protocolChoices = [
  { value: 'imap', label: 'IMAP' },
  { value: 'pop3', label: 'POP' },
  { value: 'smtp', label: 'SMTP' },
] as const satisfies readonly Choice[];

export function kindName(kind: Device['kind']): string {
  return kindChoices.find(({ value }) => value === kind)?.label ?? 'Generic password';
}

export function protocolNames(protocols: readonly Protocol[]): string {
  return protocolChoices
    .filter(({ value }) => protocols.includes(value))
    .map(({ label }) => label)
    .join(', ');
}

/** `iPhone, Outlook, Printer and 27 more`. */
export function namesAndMore(labels: readonly string[], count: number): string {
  const more = count - labels.length;
  if (more > 0) return `${labels.join(', ')} and ${more} more`;
  return labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;
}
