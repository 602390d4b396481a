import { UserError } from '../../src/core/errors.ts';

/** The `UserError` that a function throws; undefined where it answers. What else it throws is a defect, and goes on. */
export function refused(work: () => unknown): UserError | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
}
