import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readEmailAddress } from '../../src/core/email-address.ts';
import { parseLabel } from '../../src/core/label.ts';
import { readPasswordHash } from '../../src/core/password-hash.ts';
import { passwordAlphabet } from '../../src/core/password.ts';
import type { AddressId } from '../../src/core/ports.ts';
import { testDatabase } from '../support/database.ts';
import { fresh, oldHash, someAddress } from '../support/mailboxes.ts';

const database = testDatabase();
let address: AddressId;
beforeAll(async () => {
  ({ id: address } = await someAddress(database.db));
});

/** The columns of a device that is right. */
const right = () => ({
  label: 'Phone',
  kind: 'phone',
  protocols: '{imap}',
  tag: fresh().tag as string | null,
  password_hash: fresh().hash as string,
});

/** The constraint that refuses a device; undefined: it was taken. */
async function refusedBy(columns: Partial<ReturnType<typeof right>>): Promise<string | undefined> {
  const { label, kind, protocols, tag, password_hash: hash } = { ...right(), ...columns };
  try {
    await database.sql('owner')`
      insert into device (address_id, label, kind, protocols, tag, password_hash)
      values (${address}, ${label}, ${kind}, ${protocols}::text[], ${tag}, ${hash})`;
    return undefined;
  } catch (error) {
    const {
      code,
      constraint_name: constraint,
      column_name: column,
    } = error as Record<string, string | undefined>;
    return constraint ?? column ?? code;
  }
}

describe('a device', () => {
  it.each([
    ['without a label', { label: '' }, 'device_label'],
    ['with 65 characters of label', { label: 'x'.repeat(65) }, 'device_label'],
    ['with 64 of them', { label: '📱'.repeat(64) }, undefined],
    ['with a line break', { label: 'a\nb' }, 'device_label'],
    ['with text that runs backwards', { label: 'a\u202eb' }, 'device_label'],
    ['with a hidden blank', { label: 'a\u200bb' }, 'device_label'],
    ['with an emoji that is joined', { label: '👩\u200d💻' }, undefined],
    ['of blanks alone', { label: '   ' }, 'device_label'],
    ['with a letter in two pieces', { label: 'Zoe\u0308' }, 'device_label'],
    ['of another kind', { kind: 'fax' }, 'device_kind'],
    ['without protocols', { protocols: '{}' }, 'device_protocols'],
    ['with a protocol twice', { protocols: '{imap,imap}' }, 'device_protocols'],
    ['with an unknown protocol', { protocols: '{imap,ftp}' }, 'device_protocols'],
    ['with a null among them', { protocols: '{imap,null}' }, 'device_protocols'],
    ['with a table of protocols', { protocols: '{{imap,pop3}}' }, 'device_protocols'],
    ['with all protocols', { protocols: '{smtp,pop3,imap}' }, undefined],
    ['with a tag that is too short', { tag: 'abc' }, 'device_tag'],
    ['with a tag in capitals', { tag: 'ABCD' }, 'device_tag'],
    ['with a letter that looks like another', { tag: 'ab1l' }, 'device_tag'],
    ['without a tag', { tag: null }, 'device_tag'],
    ['that is generic and has a tag', { kind: 'generic' }, 'device_tag'],
    ['that is generic', { kind: 'generic', tag: null, password_hash: oldHash }, undefined],
    ['that is generic, and the second one', { kind: 'generic', tag: null }, 'device_one_generic'],
    ['with the hash of an old scheme', { password_hash: oldHash }, 'device_password_hash'],
    ['with a plain password', { password_hash: '{PLAIN}hunter2' }, 'device_password_hash'],
    ['with half a hash', { password_hash: fresh().hash.slice(0, -1) }, 'device_password_hash'],
    ['with a hash and more', { password_hash: `${fresh().hash}x` }, 'device_password_hash'],
    ['with a hash and a line break', { password_hash: `${fresh().hash}\n` }, 'device_password_hash'],
  ])('%s', async (_name, columns, constraint) => {
    expect(await refusedBy(columns)).toBe(constraint);
  });

  it('has a label exactly where the parser gives it back as it is', async () => {
    const strange = fc.constantFrom(
      ...'\u00a0\u2003\u200b\u200d\ufe0f\u202e\u2066\ufeff\n\u007f\u0085\u2028\u180e\u00ad\ue000\u{f0000}\u{10fffd}e\u0301é👩\u3000 ',
    );
    const labels = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 70 }),
      fc
        .array(fc.oneof(strange, fc.string({ maxLength: 2 })), { maxLength: 8 })
        .map((parts) => parts.join('')),
      fc.nat({ max: 130 }).map((length) => 'é'.repeat(length)),
    );
    // PostgreSQL has no text with NUL in it, and UTF-8 no half of a pair.
    const given = fc.sample(labels, 3000).filter((label) => !/\0|\p{Cs}/u.test(label));
    const asked = [...given, ...given.map((label) => parsed(label)).filter((label) => label !== undefined)];

    const kept = await database.sql('owner')<{ label: string; ok: boolean }[]>`
      select label, ${database.sql('owner').unsafe(await constraint('device_label'))} as ok
      from jsonb_array_elements_text(${JSON.stringify(asked)}::text::jsonb) as given (label)`;

    expect(kept).toHaveLength(asked.length);
    expect(kept.filter(({ label, ok }) => ok !== (parsed(label) === label))).toEqual([]);
    expect(kept.some(({ ok }) => ok) && kept.some(({ ok }) => !ok)).toBe(true);
  });
});

describe('an address', () => {
  it('is kept exactly where the parser gives it back as it is', async () => {
    const piece = fc.string({
      unit: fc.constantFrom(...'abz09.+_-@*?/"\'% \n\tKéß_A', '\u212a', '@', '.', 'xn--'),
      maxLength: 6,
    });
    const addresses = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.tuple(piece, piece, piece).map(([local, host, tld]) => `${local}@${host}.${tld}`),
      fc.emailAddress(),
      fc
        .tuple(fc.nat({ max: 260 }), fc.nat({ max: 30 }))
        .map(([a, b]) => `${'a'.repeat(a)}@${'b'.repeat(b)}.example`),
    );
    const given = fc.sample(addresses, 4000).filter((one) => !/\0|\p{Cs}/u.test(one));
    const asked = [...given, ...given.map((one) => readEmailAddress(one)).filter((one) => one !== undefined)];

    const kept = await database.sql('owner')<{ address: string; ok: boolean }[]>`
      select address, ${database.sql('owner').unsafe(await constraint('address_grammar'))} as ok
      from jsonb_array_elements_text(${JSON.stringify(asked)}::text::jsonb) as given (address)`;

    expect(kept.filter(({ address: one, ok }) => ok !== (readEmailAddress(one) === one))).toEqual([]);
    expect(kept.some(({ ok }) => ok) && kept.some(({ ok }) => !ok)).toBe(true);
  });
});

describe('a hash', () => {
  it.each([
    [oldHash, true],
    [fresh().hash, true],
    ['{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$c2FsdA$aGFzaA', true],
    ['{SHA512-CRYPT}$6$salt$hash', true],
    ['{SSHA512.HEX}00ff00ff', true],
    ['{PLAIN}hunter2', false],
    ['{CLEARTEXT}hunter2', false],
    ['{plain}hunter2', false],
    ['{SHA256}b2xk', false],
    ['hunter2', false],
    ['{CRYPT}', false],
    ['{CRYPT}a b', false],
    ['{CRYPT}a\n', false],
    ['{CRYPT}\u00e9', false],
    [`{CRYPT}${'x'.repeat(493)}`, true],
    [`{CRYPT}${'x'.repeat(494)}`, false],
  ])('of a generic password, %s, is kept: %s', async (hash, ok) => {
    expect(answer(() => readPasswordHash(hash)) === hash).toBe(ok);
    const [kept] = await database.sql('owner')`
      select ${database.sql('owner').unsafe(await constraint('device_password_hash'))} as ok from (select ${hash} as password_hash, 'generic' as kind) given`;
    expect(kept).toEqual({ ok });
  });

  it('has a tag before it of the alphabet of passwords, and of nothing else', async () => {
    const everything = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code + 1));
    const kept = await database.sql('owner')<{ tag: string; ok: boolean }[]>`
      select tag, ${database.sql('owner').unsafe(await constraint('delivery_tag'))} as ok
      from jsonb_array_elements_text(${JSON.stringify(everything.map((one) => one.repeat(4)))}::text::jsonb) given (tag)`;

    expect(kept.filter(({ ok }) => ok).map(({ tag }) => tag[0])).toEqual([...passwordAlphabet].toSorted());
  });
});

const part = 'x'.repeat(64);

describe('who changed a device', () => {
  it.each([
    ['postern', true],
    ['slack:T0123/U0DANA', true],
    [`slack:${part}/${part}`, true],
    [`slack:${part}x/U0DANA`, false],
    [`discord:1/${part}x`, false],
    [`discord:${part}/${part}`, true],
    [`discord:${part}x/2`, false],
    ['slack:T0123', false],
    ['slack:T0123/', false],
    ['slack:T0123/U0:1', false],
    ['slack:T0123/U0DANA/U0SAM', false],
    [`terminal:${part}`, true],
    [`terminal:${part}x`, false],
    ['terminal:root:1', true],
    ['terminal:root/1', false],
    ['terminal:', false],
    [`database:${part.replace('x', '/')}`, true],
    [`database:${part}x`, false],
    ['database:', false],
    ['postern:', false],
    ['teams:T0123/U0DANA', false],
    ['', false],
  ])('may be “%s”: %s', async (writer, isOne) => {
    const owner = database.sql('owner');
    const [found] = await owner`
      select ${owner.unsafe(await constraint('device_changed_by'))} as is_one from (values (${writer}::text)) given (changed_by)`;

    expect(found).toEqual({ is_one: isOne });
  });
});

function parsed(label: string): string | undefined {
  return answer(() => parseLabel(label));
}

/** Undefined where it is refused. */
function answer(read: () => string): string | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** The condition of a check constraint, as PostgreSQL has it. */
async function constraint(name: string): Promise<string> {
  const [found] = await database.sql('owner')<{ condition: string }[]>`
    select pg_get_expr(conbin, conrelid) as condition from pg_constraint where conname = ${name}`;
  return found?.condition ?? '';
}
