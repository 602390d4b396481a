import type { TestDatabase } from '../../support/database.ts';
import { newMailbox, newPhone, type Phone } from './mailbox.ts';

/** Whom the examples of docs/mail-server.md are about: jane@example.org, with a device whose tag is `k7xw`. */
export async function janesPhone({ db }: TestDatabase): Promise<Phone> {
  const mailbox = await newMailbox(db, { name: 'jane@example.org' });
  return newPhone(db, mailbox, { given: `k7xw${'abcdefgh'.repeat(3)}` });
}
