import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readImport } from '../../src/import/read-import.ts';

const any = { format: undefined, scheme: undefined };
const crypt = '{SHA512-CRYPT}$6$abcdefgh$abcdefghijklmnop';
const argon = '{ARGON2ID}$argon2id$v=19$m=65536,t=3,p=1$c2FsdHNhbHQ$aGFzaGhhc2g';
const scram = '{SCRAM-SHA-256}4096,c2FsdA==,c3RvcmVka2V5,c2VydmVya2V5';

const read = (source: string, options: ReadOptions = any) => {
  const { lines, bad, repeated } = readImport(source, options);
  return {
    lines: lines.map(({ line, address, generic }) => `${line} ${address} ${generic}`),
    bad: bad.map(({ line, sentence }) => `${line} ${sentence}`),
    repeated,
  };
};

describe('a file to import', () => {
  it.each([
    ['CSV', `a@example.com,${crypt}\n`, [`1 a@example.com ${crypt}`]],
    ['CSV with a header', `Address,Hash\na@example.com,${crypt}`, [`2 a@example.com ${crypt}`]],
    ['CSV with quotes', `"user","password"\n"a@example.com","${crypt}"\n`, [`2 a@example.com ${crypt}`]],
    ['CSV of Windows', `\uFEFFaddress,hash\r\na@example.com,${crypt}\r\n`, [`2 a@example.com ${crypt}`]],
    ['a hash with commas', `a@example.com,${argon}`, [`1 a@example.com ${argon}`]],
    ['a hash with commas in quotes', `a@example.com,"${scram}"`, [`1 a@example.com ${scram}`]],
    ['a passwd-file', `a@example.com:${crypt}:1000:1000::/srv/a::quota=1`, [`1 a@example.com ${crypt}`]],
    ['a passwd-file with a hash that has commas', `a@example.com:${argon}`, [`1 a@example.com ${argon}`]],
    [
      'comments and blank lines',
      `# kept\n\na@example.com:${crypt}\n \n#b@example.com:${crypt}\n`,
      [`3 a@example.com ${crypt}`],
    ],
    [
      'any case',
      `A@Example.COM,{sha512-crypt}$6$abcdefgh$x`,
      [`1 a@example.com {SHA512-CRYPT}$6$abcdefgh$x`],
    ],
  ])('is read as %s', (_name, source, lines) => {
    expect(read(source)).toEqual({ lines, bad: [], repeated: 0 });
  });

  it('names each line that is wrong, and goes on behind it', () => {
    const source = [
      `a@example.com,${crypt}`,
      'b@example.com,hunter2hunter2',
      'c@example.com,{PLAIN}hunter2',
      'd@example.com,',
      'no address,hunter2hunter2',
      'hunter2@,x',
      'hunter2',
      `z@example.com,${crypt}`,
    ].join('\n');
    const { lines, bad } = read(source);

    expect(lines).toEqual([`1 a@example.com ${crypt}`, `8 z@example.com ${crypt}`]);
    expect(bad).toEqual([
      '2 b@example.com: That is no hash with its scheme in front. An example: {SHA512-CRYPT}$6$…',
      expect.stringMatching(/^3 c@example\.com: /),
      '4 d@example.com has no hash.',
      '5 The first column is not an address that can have devices.',
      '6 The first column is not an address that can have devices.',
      '7 There is no second column.',
    ]);
    expect(bad.join('\n')).not.toContain('hunter2');
  });

  it('takes an address once, and names the line that says something else of it', () => {
    const other = crypt.replace('mnop', 'mnoq');

    expect(read([crypt, crypt, other].map((hash) => `a@example.com,${hash}`).join('\n'))).toEqual({
      lines: [`1 a@example.com ${crypt}`],
      repeated: 1,
      bad: ['3 a@example.com has another hash on line 1, which is the one that counts.'],
    });
  });

  it('puts a scheme in front of hashes that have none', () => {
    const bare = crypt.replace('{SHA512-CRYPT}', '');
    const source = `a@example.com:${bare}\nb@example.com:${argon}`;

    expect(read(source, { format: undefined, scheme: 'SHA512-CRYPT' })).toEqual({
      lines: [`1 a@example.com ${crypt}`, `2 b@example.com ${argon}`],
      bad: [],
      repeated: 0,
    });
  });

  it.each([
    ['nothing', ''],
    ['comments alone', '# a\n#b\n'],
    ['something else', 'hello\nworld'],
  ])('is refused where it holds %s', (_name, source) => {
    expect(() => readImport(source, any)).toThrow('neither CSV');
  });

  it('accounts for every line of whatever it is given, and shows no hash', () => {
    const column = fc.oneof(fc.constantFrom('a@example.com', crypt, argon, '{PLAIN}secret', ''), fc.string());
    const line = fc.tuple(column, fc.constantFrom(',', ':', ''), column).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const source = ['first@example.com,', ...lines].map((one) => one.replaceAll('\n', ' '));
        const found = readImport(source.join('\n'), { format: 'csv', scheme: undefined });
        const sentences = found.bad.map(({ sentence }) => sentence).join('\n');
        expect(sentences).not.toMatch(/secret|\$6\$abc|argon2id/);
        expect(found.lines.length + found.bad.length + found.repeated).toBeLessThanOrEqual(source.length);
      }),
      { examples: [[['a@example.com,{PLAIN}secret']]] },
    );
  });
});
