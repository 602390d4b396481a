import type { Row } from '../row.ts';
import { forgedRequests } from './s5-forged-requests.ts';
import { soak } from './s15-soak.ts';
import { tampering } from './s11-tampering.ts';

/** In the order of their numbers. */
export const rows: readonly Row[] = [forgedRequests, tampering, soak];
