// The mistakes that must not compile: `tsc` fails on an `@ts-expect-error` that expects none. Nothing here runs.
import type { ActorId, Identity } from '../../src/core/actor.ts';
import { button, defineAction, defineCommand, menuEntry } from '../../src/core/command.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { UserError } from '../../src/core/errors.ts';
import type { Tag } from '../../src/core/password.ts';
import type { Answers, ChatPlatform } from '../../src/core/platform.ts';
import type { AddressId, DeviceId, DeviceStore } from '../../src/core/ports.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Services } from '../../src/core/services.ts';
import { bold, text } from '../../src/core/text.ts';
import type { PrivateView, PublicBlock, PublicView, SecretBlock } from '../../src/core/view.ts';

declare const answers: Answers;
declare const platform: ChatPlatform;
declare const services: Services;
declare const store: DeviceStore;
declare const dana: Identity;
declare const address: AddressId;
declare const device: DeviceId;

const secret = new Secret('hunter2');
const leaking: PrivateView = {
  title: 'New password',
  blocks: [{ kind: 'secret', use: 'copy', label: 'Password', secret }],
};
const harmless: PublicView = { title: 'Done', blocks: [] };

const shape = {
  name: 'x.y',
  arguments: { device: 'device', version: 'integer' },
  permission: 'edit',
} as const;

// A new password may be the answer to a click, where that is a private message.
defineAction({ ...shape, reply: 'private', run: async () => leaking });
defineAction({ ...shape, reply: 'private', run: async () => ({ view: leaking }) });
defineAction({ ...shape, reply: 'private', run: async () => harmless });
defineAction({ ...shape, reply: 'replace', run: async () => harmless });
defineCommand({
  name: 'x',
  description: '',
  options: {},
  permission: null,
  actions: [],
  run: async () => leaking,
});

// @ts-expect-error a secret in place of a message that others may read
defineAction({ ...shape, reply: 'replace', run: async () => leaking });
// @ts-expect-error the same, with something that follows
defineAction({ ...shape, reply: 'replace', run: async () => ({ view: leaking }) });
defineAction({
  ...shape,
  reply: 'private',
  // @ts-expect-error a secret in the second message
  run: async () => ({ view: leaking, afterwards: async () => ({ view: leaking }) }),
});
defineAction({
  ...shape,
  reply: 'private',
  // @ts-expect-error a secret in what comes later
  run: async () => ({
    view: leaking,
    afterwards: async () => ({ view: harmless, later: Promise.resolve(leaking) }),
  }),
});
defineAction({
  ...shape,
  reply: 'private',
  // @ts-expect-error a secret in what is said of the delivery
  run: async () => ({ view: leaking, settled: async () => leaking }),
});
// @ts-expect-error a view where a form is due
defineAction({ ...shape, reply: 'form', run: async () => harmless });

// @ts-expect-error a secret in a channel
void platform.post('C0AUDIT', leaking);
// @ts-expect-error a secret in a direct message, which stays
void platform.tell(dana, leaking);
// @ts-expect-error the same, by the dispatcher
void services.tell(dana, leaking);
// @ts-expect-error a secret in place of the message that was clicked
void answers.replace(leaking);
void answers.privately(leaking);
void platform.post('C0AUDIT', harmless);

// @ts-expect-error a secret below a sentence of refusal
export const below = new UserError('bad-option', 'No.', { instead: leaking });
// @ts-expect-error a code that is not in the list
export const unknownCode = new UserError('bad-options', 'No.');
// @ts-expect-error a secret as a block that may stand in a channel
export const block: PublicBlock = { kind: 'secret', use: 'copy', label: 'Password', secret };
// @ts-expect-error a secret among what a program reads
export const read: PublicView = { title: '', blocks: [], data: { secret } };
// @ts-expect-error a secret as text
export const told = text`${secret}`;
// @ts-expect-error a secret in bold
bold(secret);
// @ts-expect-error a word where a secret goes
export const spelled: SecretBlock = { kind: 'secret', use: 'copy', label: '', secret: 'hunter2' };

const paged = defineAction({ ...shape, reply: 'replace', run: async () => harmless });
button('Next', paged, { device, version: 2 });
// @ts-expect-error an argument is missing
button('Next', paged, { device });
// @ts-expect-error an argument of the wrong type
button('Next', paged, { device, version: '2' });
// @ts-expect-error an argument that the action does not have
button('Next', paged, { device, version: 2, page: 1 });
// @ts-expect-error the key of an address where that of a device goes
menuEntry('Next', paged, { device: address, version: 2 });
// @ts-expect-error any word where a key goes
button('Next', paged, { device: '42', version: 2 });

// @ts-expect-error a permission that does not exist
defineAction({ ...shape, permission: 'change-pasword', reply: 'replace', run: async () => harmless });
defineCommand({
  name: 'x',
  description: '',
  options: {},
  // @ts-expect-error the same for a command
  permission: 'lsit',
  actions: [],
  run: async () => harmless,
});
defineAction({
  ...shape,
  reply: 'replace',
  // @ts-expect-error an argument that was never asked for
  run: async (_context, { page }) => ({ title: String(page), blocks: [] }),
});
defineCommand({
  name: 'x',
  description: '',
  options: { address: { kind: 'email', title: '', description: '', example: '', optional: true } },
  permission: 'list',
  actions: [],
  // @ts-expect-error an option that may be left out, used as if it were there
  run: async (_context, { address: given }) => ({ title: given.address, blocks: [] }),
});

// @ts-expect-error a word that nobody has read as an address
export const email: EmailAddress = 'alice@example.com';
// @ts-expect-error a password where its hash goes
void store.changePassword(device, 1, { tag: '' as Tag, hash: 'hunter2' }, { by: '' as ActorId, op: '' });
// @ts-expect-error a word where an actor goes
void store.disconnect(device, 1, { by: 'slack:T1/U1', op: '' });
