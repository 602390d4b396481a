import { randomBytes } from 'node:crypto';

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Such as `V0A1B2C3D4E`: how Slack names views, envelopes and blocks. */
export function newId(prefix: string): string {
  return prefix + Array.from(randomBytes(10), (byte) => alphabet[byte % alphabet.length]).join('');
}

let last = 0;

/** Slack's `ts`: seconds and microseconds, never the same twice, and later ones sort after earlier ones. */
export function newTimestamp(): string {
  last = Math.max(Date.now() * 1000, last + 1);
  return `${Math.floor(last / 1_000_000)}.${String(last % 1_000_000).padStart(6, '0')}`;
}
