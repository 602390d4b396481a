import { afterEach, expect, it, vi } from 'vitest';
import { screen } from '../../src/cli/screen.ts';

const isTerminal = process.stdout.isTTY;
afterEach(() => {
  process.stdout.isTTY = isTerminal;
  vi.unstubAllEnvs();
});

it.each([
  ['a terminal', true, {}, true],
  ['a terminal with NO_COLOR=1', true, { NO_COLOR: '1' }, false],
  ['a terminal with an empty NO_COLOR', true, { NO_COLOR: '' }, true],
  ['a terminal that can’t', true, { TERM: 'dumb' }, false],
  ['a pipe', false, {}, false],
])('has colours as it should: %s', (_name, isScreen, env, colour) => {
  process.stdout.isTTY = isScreen;
  for (const [name, value] of Object.entries({ NO_COLOR: undefined, TERM: 'xterm', ...env })) {
    vi.stubEnv(name, value);
  }

  expect(screen()).toMatchObject({ isScreen, colour });
});
