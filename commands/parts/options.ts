import { kindChoices, protocolChoices } from '../../src/core/device-words.ts';
import type { OptionSpecs } from '../../src/core/option.ts';

/** The option that nearly every command begins with. */
export const addressOption = {
  kind: 'email',
  title: 'Address',
  description: 'The mailbox address',
  example: 'alice@example.com',
} as const;

export const deviceOption = {
  kind: 'device',
  title: 'Device',
  description: 'The label of the device, or the four characters that its password starts with',
  example: 'iPhone',
} as const;

/** What is asked of a device when it is added, and can be edited later. */
export const deviceFields = {
  label: {
    kind: 'label',
    title: 'Label',
    description: 'What people call it, 1 to 64 characters',
    example: 'Reception printer',
  },
  kind: {
    kind: 'choice',
    title: 'Kind',
    description: 'What sort of device it is',
    example: 'phone',
    choices: kindChoices,
    initial: 'other',
  },
  protocols: {
    kind: 'choices',
    title: 'Protocols',
    description: 'What it may sign in to, at least one',
    example: 'imap,smtp',
    choices: protocolChoices,
    initial: ['imap', 'pop3', 'smtp'],
  },
} as const satisfies OptionSpecs;
