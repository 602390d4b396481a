import { describe } from 'vitest';
import type { StartDovecot } from './dovecot.ts';
import { dovecot23Missing } from './installed.ts';
import { startDovecot23 } from './start-dovecot-23.ts';

/** Stories on a real Dovecot 2.3; where there is none, skipped under a name that says what to install. */
export function onDovecot23(stories: (start: StartDovecot) => void): void {
  if (dovecot23Missing === undefined) describe('on Dovecot 2.3', () => stories(startDovecot23));
  else describe.skip(`on Dovecot 2.3: ${dovecot23Missing}`, () => stories(startDovecot23));
}
