import type { Row } from '../row.ts';
import { unauditedChanges } from './s01-unaudited-changes.ts';
import { liveAndUndelivered } from './s02-live-and-undelivered.ts';
import { toldAndGone } from './s03-told-and-gone.ts';
import { forgedRequests } from './s5-forged-requests.ts';
import { soak } from './s15-soak.ts';
import { tampering } from './s11-tampering.ts';
import { injections } from './s7-injections.ts';

/** In the order of their numbers. */
export const rows: readonly Row[] = [
  unauditedChanges,
  liveAndUndelivered,
  toldAndGone,
  forgedRequests,
  injections,
  tampering,
  soak,
];
