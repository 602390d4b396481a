import type { Secret } from '../../core/secret.ts';

/** The id of the application, which a bot’s token begins with: no secret. `unknown` where the token is of another form. */
export function applicationOf(token: Secret): string {
  const [first = ''] = token.reveal().split('.', 1);
  const id = Buffer.from(first, 'base64').toString('latin1');
  return /^\d{17,20}$/.test(id) ? id : 'unknown';
}
