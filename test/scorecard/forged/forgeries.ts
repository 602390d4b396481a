import type { Random } from '../../support/random.ts';
import {
  clickBody,
  commandBody,
  formType,
  headersOf,
  requestBytes,
  requestInChunks,
  sign,
  signed,
  type Signed,
  signingSecret,
} from './signed.ts';

interface Means {
  /** Of the clock of the receiver, in seconds. */
  readonly now: number;
  /** The name of this request, which nothing else has. */
  readonly trigger: string;
  readonly below: Random['below'];
}

/** What goes over the wire. Nothing of it is signed by Slack for this moment. */
type Forge = (means: Means) => Buffer;

const good = ({ now, trigger, below }: Means, words = 'disconnect-all alice@example.com'): Signed =>
  signed(below(2) === 0 ? commandBody(trigger, words) : clickBody(trigger), String(now - below(300)));

const bytesOf = (request: Signed): Buffer => requestBytes(headersOf(request), request.body);

const changed =
  (change: (request: Signed, means: Means) => Partial<Signed>): Forge =>
  (means) => {
    const request = good(means);
    return bytesOf({ ...request, ...change(request, means) });
  };

/** Dated as `date` says, and rightly signed for that. */
const dated =
  (date: (means: Means) => string): Forge =>
  (means) =>
    bytesOf(signed(commandBody(means.trigger, 'list'), date(means)));

function flippedBit(bytes: Buffer, below: Random['below']): Buffer {
  const copy = Buffer.from(bytes);
  const place = below(copy.length);
  copy.writeUInt8(copy.readUInt8(place) ^ (1 << below(8)), place);
  return copy;
}

/** Of the lower bits: whatever it becomes can stand in a header, or ends the request. */
const flipped = (text: string, below: Random['below']): string =>
  flippedBit(Buffer.from(text, 'latin1'), below).toString('latin1');

const hexDigit = (below: Random['below']): string => '0123456789abcdef'.charAt(below(16));

/** Each of the kinds is sent as often as the others. */
export const forgeries: Readonly<Record<string, Forge>> = {
  'a bit of the body flipped': changed(({ body }, { below }) => ({ body: flippedBit(body, below) })),
  'a bit of the date flipped': changed(({ timestamp }, { below }) => ({
    timestamp: flipped(timestamp, below),
  })),
  'a bit of the signature flipped': changed(({ signature }, { below }) => ({
    signature: flipped(signature, below),
  })),
  'another date': changed(({ timestamp }, { below }) => ({
    timestamp: String(Number(timestamp) - 1 - below(200)),
  })),
  'the body cut': changed(({ body }, { below }) => ({ body: body.subarray(0, 1 + below(body.length - 1)) })),
  'a field added': changed(({ body }) => ({ body: Buffer.concat([body, Buffer.from('&text=add')]) })),
  'a line break behind the body': changed(({ body }) => ({ body: Buffer.concat([body, Buffer.from('\n')]) })),
  'other bytes for the same characters': ({ now, trigger }) => {
    const request = signed(commandBody(trigger, 'add').concat('&name=\uFFFD'), String(now));
    return bytesOf({ ...request, body: Buffer.concat([request.body.subarray(0, -3), Buffer.from([0xff])]) });
  },
  'the signature cut': changed(({ signature }, { below }) => ({
    signature: signature.slice(0, below(signature.length)),
  })),
  'the signature made longer': changed(({ signature }, { below }) => ({
    signature: signature + hexDigit(below),
  })),
  'a signature guessed': changed((_request, { below }) => ({
    signature: `v0=${Array.from({ length: 64 }, () => hexDigit(below)).join('')}`,
  })),
  'the signature in capitals': changed(({ signature }) => ({
    signature: `v0=${signature.slice(3).toUpperCase()}`,
  })),
  'the signature in base64': changed(({ signature }) => ({
    signature: `v0=${Buffer.from(signature.slice(3), 'hex').toString('base64')}`,
  })),
  'the signature of another request': changed(({ timestamp }, { trigger }) => ({
    signature: sign(commandBody(`${trigger}-other`, 'help'), timestamp),
  })),
  'a signature over the body alone': changed(({ body }) => ({ signature: sign(body, '') })),
  'no version before the signature': changed(({ signature }) => ({ signature: signature.slice(3) })),
  'another version, signed as that': changed(({ body, timestamp }, { below }) => {
    const version = ['v1', 'v00', 'V0', 'v', ''][below(5)] ?? '';
    return { signature: sign(body, timestamp, signingSecret, version) };
  }),
  'another version before the same signature': changed(({ signature }) => ({
    signature: `v1=${signature.slice(3)}`,
  })),
  'another secret': changed(({ body, timestamp }, { below, trigger }) => {
    const secrets = [
      trigger,
      '',
      ' ',
      `${signingSecret} `,
      signingSecret.slice(0, -1),
      signingSecret.toUpperCase(),
    ];
    return { signature: sign(body, timestamp, secrets[below(secrets.length)] ?? '') };
  }),
  'signed too long ago': dated(({ now, below }) => String(now - 301 - below(100_000_000))),
  'signed for later': dated(({ now, below }) => String(now + 301 + below(100_000_000))),
  'dated in another spelling': dated(({ now, below }) => {
    const spellings = [
      `${now}.0`,
      `+${now}`,
      `${now * 1000}`,
      `0x${now.toString(16)}`,
      `${now}e0`,
      `-${now}`,
      'now',
    ];
    return spellings[below(spellings.length)] ?? '';
  }),
  'no signature': (means) => {
    const { body, ...request } = good(means);
    return requestBytes(
      headersOf({ ...request, body }).filter(([name]) => name !== 'X-Slack-Signature'),
      body,
    );
  },
  'no date': (means) => {
    const request = good(means);
    return requestBytes(
      headersOf(request).filter(([name]) => name !== 'X-Slack-Request-Timestamp'),
      request.body,
    );
  },
  'an empty signature': changed(() => ({ signature: '' })),
  'a wrong signature, and the right one behind it': (means) => {
    const request = good(means);
    const wrong = `v0=${'0'.repeat(64)}`;
    const headers = headersOf({ ...request, signature: wrong });
    return requestBytes(
      [...headers, ['X-Slack-Signature', request.signature]],
      flippedBit(request.body, means.below),
    );
  },
  'a right date, and a later one behind it': (means) => {
    const request = dated(({ now }) => String(now - 1000))(means).toString('latin1');
    return Buffer.from(
      request.replace('\r\n\r\n', `\r\nX-Slack-Request-Timestamp: ${means.now}\r\n\r\n`),
      'latin1',
    );
  },
  'a command beside a check of certificates': ({ trigger, below }) => {
    const check = ['ssl_check=1&', 'token=x&ssl_check=1&', 'ssl_check=1&ssl_check=0&'][below(3)] ?? '';
    return requestBytes([['Content-Type', formType]], Buffer.from(check + commandBody(trigger, 'add')));
  },
  'another type of content': changed(({ body }, { below }) => {
    const types = [
      'application/json',
      'text/plain',
      'multipart/form-data; boundary=x',
      '',
      'application/xml',
    ];
    return { type: types[below(types.length)] ?? '', body: flippedBit(body, below) };
  }),
  'JSON without a signature': ({ trigger }) =>
    requestBytes(
      [['Content-Type', 'application/json']],
      Buffer.from(JSON.stringify(Object.fromEntries(new URLSearchParams(commandBody(trigger, 'add'))))),
    ),
  'the signature in a trailer': (means) => {
    const request = good(means);
    return requestInChunks([['Content-Type', formType]], request.body, headersOf(request).slice(1));
  },
  'in chunks, and a length of what was signed': (means) => {
    const request = good(means);
    const headers = headersOf(request);
    const length = ['Content-Length', String(request.body.length)] as const;
    return requestInChunks([...headers, length], Buffer.concat([request.body, Buffer.from('&text=add')]), []);
  },
  'behind a request of the same connection that nobody signed either': (means) =>
    Buffer.concat([
      requestBytes([['Content-Type', formType]], Buffer.from('ssl_check=1')),
      bytesOf({ ...good(means), signature: `v0=${'f'.repeat(64)}` }),
    ]),
};

/** Far more than Slack sends: not read to its end. */
export function hugeRequest(means: Means, isSigned: boolean): Buffer {
  const request = signed(
    `${commandBody(means.trigger, 'add')}&text=${'x'.repeat(10_000_000)}`,
    String(means.now),
  );
  return bytesOf(isSigned ? request : { ...request, signature: `v0=${'0'.repeat(64)}` });
}

export function rightlySigned(means: Means): Buffer {
  const request = good(means);
  return requestBytes([...headersOf(request), ['Connection', 'close']], request.body);
}
