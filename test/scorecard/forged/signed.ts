import { createHmac } from 'node:crypto';

/** A request as Slack would send it: what stands in the headers that matter, and the bytes of its body. */
export interface Signed {
  readonly type: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Buffer;
}

export const signingSecret = 'a secret of more than sixteen characters';

export function sign(
  body: string | Buffer,
  timestamp: string,
  secret = signingSecret,
  version = 'v0',
): string {
  const mac = createHmac('sha256', secret).update(`${version}:${timestamp}:`).update(body);
  return `${version}=${mac.digest('hex')}`;
}

export const formType = 'application/x-www-form-urlencoded';

/** Whatever name it has is what reaches the app as `op`. */
export function commandBody(trigger: string, words: string): string {
  const fields = {
    command: '/devices',
    text: words,
    user_id: 'U0DANA',
    team_id: 'T0123',
    channel_id: 'C0HELP',
    trigger_id: trigger,
  };
  return new URLSearchParams(fields).toString();
}

export function clickBody(trigger: string): string {
  const click = {
    type: 'block_actions',
    user: { id: 'U0DANA', team_id: 'T0123' },
    team: { id: 'T0123' },
    container: { type: 'message', is_ephemeral: true },
    channel: { id: 'C0HELP' },
    trigger_id: trigger,
    actions: [
      { type: 'button', action_id: 'button-0', block_id: 'block', value: '1:disconnect.confirm:7:1' },
    ],
  };
  return new URLSearchParams({ payload: JSON.stringify(click) }).toString();
}

export function signed(text: string, timestamp: string): Signed {
  const body = Buffer.from(text);
  return { type: formType, timestamp, signature: sign(body, timestamp), body };
}

export type Header = readonly [name: string, value: string];

export const headersOf = ({ type, timestamp, signature }: Signed): readonly Header[] => [
  ['Content-Type', type],
  ['X-Slack-Request-Timestamp', timestamp],
  ['X-Slack-Signature', signature],
];

/** As bytes, so that a header can stand there twice, and nothing is put right on the way. */
export function requestBytes(headers: readonly Header[], body: Buffer): Buffer {
  const all: readonly Header[] = [
    ['Host', 'postern.example'],
    ...headers,
    ['Content-Length', `${body.length}`],
  ];
  return Buffer.concat([head(all), body]);
}

export function requestInChunks(
  headers: readonly Header[],
  body: Buffer,
  trailers: readonly Header[],
): Buffer {
  const all: readonly Header[] = [['Host', 'postern.example'], ...headers, ['Transfer-Encoding', 'chunked']];
  const end = `\r\n0\r\n${trailers.map(line).join('')}\r\n`;
  return Buffer.concat([head(all), Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(end)]);
}

function head(headers: readonly Header[]): Buffer {
  return Buffer.from(`POST /slack/events HTTP/1.1\r\n${headers.map(line).join('')}\r\n`, 'latin1');
}

const line = ([name, value]: Header): string => `${name}: ${value}\r\n`;
