import { inject } from 'vitest';
import type { StartDovecot } from '../../mail/support/dovecot.ts';
import { startDovecot24In } from './start-dovecot-24-in.ts';

/** In the Debian 13 of this test run. */
export const startDovecot24: StartDovecot = (options) => startDovecot24In(inject('debian13'), options);
