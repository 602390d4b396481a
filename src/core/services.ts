import type { Actor, Identity, PlatformName } from './actor.ts';
import type { Missed, MissedNotices } from './audit-ports.ts';
import type { FreshPassword, PasswordHash } from './password.ts';
import type { PermissionCheck } from './permission.ts';
import type { AddressStore, AuditLog, DeliveryLog, DeviceStore, Log, MailSettings } from './ports.ts';
import type { Refusals } from './refusals.ts';
import type { Sessions } from './sessions.ts';
import type { PublicView } from './view.ts';

/** The parts that `main` puts together, as the dispatcher needs them. */
export interface Services {
  readonly addresses: AddressStore;
  readonly devices: DeviceStore;
  readonly deliveries: DeliveryLog;
  readonly audit: AuditLog;
  readonly sessions: Sessions;
  readonly mailSettings: MailSettings;
  readonly permissions: PermissionCheck;
  readonly refusals: Refusals;
  readonly missed: Pick<MissedNotices, 'ofPerson' | 'told'>;
  readonly log: Log;
  rowsPerPage(platform: PlatformName): number;
  freshPassword(): Promise<FreshPassword & { readonly hash: PasswordHash }>;
  /** Audits a warning where this person disconnected more devices within a minute than anybody usually does. */
  watchDisconnects(actor: Actor, op: string): Promise<void>;
  /** The same where somebody asked for more passwords than the cap. */
  warnOfPasswords(actor: Actor, op: string): Promise<void>;
  /** As much as one message takes, and which of it that is. Undefined where nothing was missed. */
  missedView(missed: Missed): { readonly view: PublicView; readonly says: Missed } | undefined;
  /** A direct message, for what could not be said where it was asked. */
  tell(person: Identity, view: PublicView): Promise<void>;
}
