import { describeOn } from './describe-on.ts';
import type { StartDovecot } from './dovecot.ts';
import { dovecot23Missing } from './installed.ts';
import { startDovecot23 } from './start-dovecot-23.ts';

/** Stories on a real Dovecot 2.3. */
export function onDovecot23(stories: (start: StartDovecot) => void): void {
  describeOn('on Dovecot 2.3', dovecot23Missing, () => stories(startDovecot23));
}
