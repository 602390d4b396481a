import { expect, it } from 'vitest';
import {
  kindChoices,
  kindName,
  namesAndMore,
  protocolChoices,
  protocolNames,
} from '../../src/core/device-words.ts';
import { deviceKinds, protocols } from '../../src/core/ports.ts';

it.each<[labels: readonly string[], count: number, words: string]>([
  [['iPhone'], 1, 'iPhone'],
  [['iPhone', 'Outlook'], 2, 'iPhone and Outlook'],
  [['iPhone', 'Outlook', 'Printer'], 3, 'iPhone, Outlook and Printer'],
  [['iPhone'], 4, 'iPhone and 3 more'],
  [['iPhone', 'Outlook', 'Printer'], 4, 'iPhone, Outlook, Printer and 1 more'],
  [['iPhone', 'Outlook', 'Printer'], 30, 'iPhone, Outlook, Printer and 27 more'],
])('names %j of %i as “%s”', (labels, count, words) => {
  expect(namesAndMore(labels, count)).toBe(words);
});

it('has a word for every kind and every protocol', () => {
  expect(kindChoices.map(({ value }) => value)).toEqual(deviceKinds);
  expect(protocolChoices.map(({ value }) => value)).toEqual(protocols);
  expect(deviceKinds.map((kind) => kindName(kind))).toEqual(['Phone', 'Computer', 'Tablet', 'Other']);
  expect(kindName('generic')).toBe('Generic password');
});

it('names protocols in one order, whatever the order in the store', () => {
  expect(protocolNames(['smtp', 'pop3', 'imap'])).toBe('IMAP, POP, SMTP');
  expect(protocolNames([])).toBe('');
});
