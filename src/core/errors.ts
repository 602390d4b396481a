import type { AddressId, DeviceId } from './device-names.ts';
import type { UserErrorCode } from './user-errors.ts';
import type { PublicView } from './view.ts';

export { userErrors, type UserErrorCode } from './user-errors.ts';

/** A list to be read anew. */
export interface FreshList {
  readonly address: AddressId;
  /** At the page where it stands, or stood. Left out: at `page`. */
  readonly device?: DeviceId;
  /** Left out: the first. */
  readonly page?: number;
}

export interface UserErrorDetails {
  /** The option or field that is wrong: a form shows the message beside it. */
  readonly option?: string;
  /** Show this below the message, where the person may list it. */
  readonly showList?: FreshList;
  /** Show this below the message, such as the question again as it stands now. */
  readonly instead?: PublicView;
  readonly cause?: unknown;
}

/**
 * Something the person who ran the command can read and act on.
 *
 * The message is shown to them as it is, so it names what they typed and what to do next, and holds
 * nothing they may not see. Any other error is a defect: they get a reference number, we get a log line.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly code: UserErrorCode;
  readonly option: string | undefined;
  readonly showList: FreshList | undefined;
  readonly instead: PublicView | undefined;

  constructor(code: UserErrorCode, message: string, details: UserErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.option = details.option;
    this.showList = details.showList;
    this.instead = details.instead;
  }
}

/** The answer to a stale button, a doubled click, or a second administrator who was faster. */
export function changedMeanwhile(list: FreshList): UserError {
  return new UserError('changed-meanwhile', 'This changed since you opened the list, so nothing was done.', {
    showList: list,
  });
}
