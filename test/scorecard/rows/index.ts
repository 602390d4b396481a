import type { Row } from '../row.ts';
import { unauditedChanges } from './s1-unaudited-changes.ts';
import { liveAndUndelivered } from './s2-live-and-undelivered.ts';
import { toldAndGone } from './s3-told-and-gone.ts';
import { auditPosts } from './s4-audit-posts.ts';
import { forgedRequests } from './s5-forged-requests.ts';
import { races } from './s10-races.ts';
import { revocation } from './s12-revocation.ts';
import { failedSignOuts } from './s13-failed-sign-outs.ts';
import { acknowledgement } from './s14-acknowledgement.ts';
import { soak } from './s15-soak.ts';
import { tampering } from './s11-tampering.ts';
import { injections } from './s7-injections.ts';
import { replays } from './s6-replays.ts';
import { canaries } from './s8-canaries.ts';
import { permissions } from './s9-permissions.ts';

/** In the order of their numbers. */
export const rows: readonly Row[] = [
  unauditedChanges,
  liveAndUndelivered,
  toldAndGone,
  auditPosts,
  forgedRequests,
  replays,
  injections,
  canaries,
  permissions,
  races,
  tampering,
  revocation,
  failedSignOuts,
  acknowledgement,
  soak,
];
