import { describe, expect, it } from 'vitest';
import { createProgress } from '../../src/cli/progress.ts';

function drawn(all: number, shown: readonly { readonly at: number; readonly done: number }[]) {
  const written: string[] = [];
  let clock = 0;
  const progress = createProgress(
    'Adding',
    all,
    (text) => written.push(text),
    () => clock,
  );
  for (const { at, done } of shown) {
    clock = at;
    progress.show(done);
  }
  return { written, progress };
}

describe('A progress bar', () => {
  it('grows on one line, ten times a second at most, and always shows the end', () => {
    const { written } = drawn(3000, [
      { at: 0, done: 0 },
      { at: 99, done: 1000 },
      { at: 100, done: 1500 },
      { at: 150, done: 3000 },
    ]);

    expect(written).toEqual([
      `\rAdding ${'░'.repeat(30)} 0 of 3,000`,
      `\rAdding ${'█'.repeat(15)}${'░'.repeat(15)} 1,500 of 3,000`,
      `\rAdding ${'█'.repeat(30)} 3,000 of 3,000`,
    ]);
  });

  it('is full where there is nothing to do', () => {
    expect(drawn(0, [{ at: 0, done: 0 }]).written).toEqual([`\rAdding ${'█'.repeat(30)} 0 of 0`]);
  });

  it('leaves an empty line at its end', () => {
    const { written, progress } = drawn(1, []);
    progress.end();

    expect(written).toEqual(['\r\u001b[K']);
  });

  it('is nothing where no terminal is', () => {
    const progress = createProgress('Adding', 2, undefined, () => {
      throw new Error('Nobody draws, so nobody looks at the clock');
    });

    expect(() => {
      progress.show(1);
      progress.end();
    }).not.toThrow();
  });
});
