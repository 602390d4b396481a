import type { Dovecot } from './dovecot.ts';

/** doveadm's HTTP API by hand, one command a request: what a session of each device says is tried without Postern. */
export async function doveadm(
  { doveadmUrl, doveadmKey }: Pick<Dovecot, 'doveadmUrl' | 'doveadmKey'>,
  command: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<{ readonly status: number; readonly answer: unknown }> {
  const response = await fetch(`${doveadmUrl}/doveadm/v1`, {
    method: 'POST',
    headers: { authorization: `X-Dovecot-API ${Buffer.from(doveadmKey).toString('base64')}` },
    body: JSON.stringify([[command, parameters, 'tag']]),
  });
  const text = await response.text();
  return { status: response.status, answer: text === '' ? undefined : JSON.parse(text) };
}

/** Ends the sessions of an identity. What it answers says nothing: only `who` does. */
export async function kick(dovecot: Dovecot, identity: string): Promise<void> {
  const parameters =
    dovecot.version === '2.3' ? { mask: [identity] } : { passdbField: 'user_device', mask: [identity] };
  const { status } = await doveadm(dovecot, 'kick', parameters);
  if (status !== 200) throw new Error(`doveadm kick: HTTP ${status}`);
}

/** The identities of the live sessions of an address, one for each session, in the order of the alphabet. */
export async function who(dovecot: Dovecot, address: string): Promise<readonly string[]> {
  const is23 = dovecot.version === '2.3';
  const { answer } = await doveadm(dovecot, 'who', {
    separateConnections: true,
    mask: [is23 ? `${address}/*` : address],
  });
  // [["doveadmResponse", rows, "tag"]]
  const [[kind, rows] = []] = answer as [[string, readonly Readonly<Record<string, string>>[]]?];
  if (kind !== 'doveadmResponse' || !rows) throw new Error(`doveadm who: ${JSON.stringify(answer)}`);
  return rows.map((row) => (is23 ? row['username'] : row['user_device']) ?? '').sort();
}
