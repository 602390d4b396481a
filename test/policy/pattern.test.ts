import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readEmailAddress } from '../../src/core/email-address.ts';
import type { EmailAddress } from '../../src/core/email-address.ts';
import { matchesPattern, readPattern } from '../../src/policy/pattern.ts';
import { globMatches } from './glob-model.ts';

function matches(pattern: string, address: string): boolean | undefined {
  const read = readPattern(pattern);
  // The tables hold addresses of the grammar only.
  return read && matchesPattern(read, address as EmailAddress);
}

describe('a pattern', () => {
  it.each([
    ['*@*', 'alice@example.com'],
    ['*@*', 'a@b.c.d.example.com'],
    ['*@example.com', 'alice@example.com'],
    ['alice@example.com', 'alice@example.com'],
    ['Alice@Example.COM', 'alice@example.com'],
    ['*@*.example.com', 'alice@mail.example.com'],
    ['*@*.example.com', 'alice@a.b.example.com'],
    ['*@*example.com', 'alice@example.com'],
    ['*@*example.com', 'alice@myexample.com'],
    ['a*@example.com', 'a@example.com'],
    ['a*e@example.com', 'alice@example.com'],
    ['*lic*@example.com', 'alice@example.com'],
    ['a**e@example.com', 'alice@example.com'],
    ['*-x@a-*.com', 'sales-x@a-b.com'],
    ['ab*ba@example.com', 'abba@example.com'],
    ['*ab*ab*@example.com', 'abab@example.com'],
    ['*aab*@example.com', 'aaab@example.com'],
    ['+._-@example.com', '+._-@example.com'],
  ])('%s matches %s', (pattern, address) => {
    expect(matches(pattern, address)).toBe(true);
  });

  it.each([
    ['*@example.com', 'alice@example.org'],
    ['*@example.com', 'alice@mail.example.com'],
    ['*@example.com', 'alice@example.com.evil.org'],
    ['*@example.com', 'alice@myexample.com'],
    ['*@*.example.com', 'alice@example.com'],
    ['alice@example.com', 'malice@example.com'],
    ['alice@example.com', 'alice2@example.com'],
    ['a*@example.com', 'bob@example.com'],
    ['*a@example.com', 'bob@example.com'],
    ['a*e@example.com', 'alicex@example.com'],
    ['a*e@example.com', 'xalice@example.com'],
    ['ab*ba@example.com', 'aba@example.com'],
    ['*ab*ab*@example.com', 'aba@example.com'],
    ['a*b*c*d@example.com', 'acbd@example.com'],
    ['a*bc*c@example.com', 'abc@example.com'],
    ['a.c@example.com', 'abc@example.com'],
    ['*@example.com', 'alice@examplexcom.com'],
    ['.*@example.com', 'alice@example.com'],
    ['a+@example.com', 'aa@example.com'],
  ])('%s does not match %s', (pattern, address) => {
    expect(matches(pattern, address)).toBe(false);
  });

  it.each([
    [''],
    ['*'],
    ['@'],
    ['*@'],
    ['@*'],
    ['@example.com'],
    ['*@*@*'],
    ['a@b@example.com'],
    ['*@com'],
    ['*@.com'],
    ['*@*.'],
    ['*@a..b'],
    ['*@-*.com'],
    ['*@*-.com'],
    ['*@*-'],
    ['a b@example.com'],
    [' *@example.com'],
    ['*@example.com '],
    ['(a|b)@example.com'],
    ['[a-z]@example.com'],
    ['a?@example.com'],
    ['a/b@example.com'],
    ['*@exämple.com'],
    ['*@ex_ample.com'],
    ['<mailto:a@b.example|a@b.example>'],
    [`${'x'.repeat(250)}@example.com`],
  ])('is refused where it could match no address: %j', (pattern) => {
    expect(readPattern(pattern)).toBeUndefined();
  });

  it('is shown in lower case', () => {
    expect(readPattern('Sales-*@Example.com')?.source).toBe('sales-*@example.com');
  });

  it('with very many stars is answered without trying all ways to place them', () => {
    const address = `${'a'.repeat(64)}@${'a'.repeat(60)}.${'a'.repeat(60)}.com`;

    expect(matches(`${'*a'.repeat(60)}*b@*.com`, address)).toBe(false);
    expect(matches(`${'*a'.repeat(60)}*@${'*a'.repeat(35)}*.com`, address)).toBe(true);
  });
});

const addresses = fc
  .tuple(fc.stringMatching(/^[ab.+-]{1,6}$/), fc.stringMatching(/^[ab]{1,3}(\.[ab-]{1,3}){1,2}$/))
  .map(([local, domain]) => readEmailAddress(`${local}@${domain}`))
  .filter((address) => address !== undefined);

const sources = fc
  .tuple(fc.stringMatching(/^[ab.+*-]{1,6}$/), fc.stringMatching(/^[ab.*-]{1,8}$/))
  .map(([local, domain]) => `${local}@${domain}`);

describe('any pattern', () => {
  it('matches what the model matches, and one that is refused matches nothing', () => {
    fc.assert(
      fc.property(sources, addresses, (source, address) => {
        const pattern = readPattern(source);
        expect(pattern ? matchesPattern(pattern, address) : false).toBe(globMatches(source, address));
      }),
      { numRuns: 5000 },
    );
  });

  it('made from an address by putting stars into it matches that address', () => {
    fc.assert(
      fc.property(addresses, fc.array(fc.tuple(fc.nat(20), fc.nat(4)), { maxLength: 4 }), (address, cuts) => {
        const source = cuts.reduce((text: string, [start, length]) => {
          const cut = text.slice(start, start + length);
          return cut.includes('@') ? text : `${text.slice(0, start)}*${text.slice(start + length)}`;
        }, address);
        // A star after the end of the text could be a side of its own.
        fc.pre(source.split('@').length === 2);
        expect(matches(source, address)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads or refuses any text, without an error', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readPattern(text)));
  });
});
