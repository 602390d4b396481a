import type { Row } from '../row.ts';

/** In the order of their numbers. */
export const rows: readonly Row[] = [];
