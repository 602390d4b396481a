import type { EmailAddress } from '../core/email-address.ts';
import type { Protocol } from '../core/ports.ts';
import type { LiveSession } from '../core/sessions.ts';
import type { DoveadmRow } from './doveadm-reply.ts';
import { addressOf, readSessionIdentity } from './identity.ts';

export interface WhoRows {
  readonly sessions: readonly LiveSession[];
  /** Whether it says of any session which device it is. An empty column says nothing: it outlives its configuration. */
  readonly carriesDevices: boolean;
}

/** Undefined where it isn't a list of sessions. Of one address, or of everybody. */
export function readWho(rows: readonly DoveadmRow[], address: EmailAddress | undefined): WhoRows | undefined {
  const sessions: LiveSession[] = [];
  let carriesDevices = false;
  for (const { username, service, user_device: device } of rows) {
    if (typeof username !== 'string' || typeof service !== 'string') return undefined;
    // 2.4 has a column for the device, 2.3 has it in the user name.
    const identity =
      readSessionIdentity(typeof device === 'string' ? device : '') ?? readSessionIdentity(username);
    carriesDevices ||= identity !== undefined;
    const owner = identity === undefined ? username.toLowerCase() : addressOf(identity);
    const protocol = protocolOf(service) ?? (identity === undefined ? undefined : 'imap');
    if (protocol === undefined || (address !== undefined && owner !== address)) continue;
    sessions.push({ identity, protocol });
  }
  return { sessions, carriesDevices };
}

/** Also `imap-hibernate`. Undefined for what no device password opens; where one did, it is a way to read mail. */
function protocolOf(service: string): Protocol | undefined {
  if (service.startsWith('imap')) return 'imap';
  if (service.startsWith('pop3')) return 'pop3';
  return service.startsWith('submission') || service.startsWith('smtp') ? 'smtp' : undefined;
}
