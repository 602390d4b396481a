import { ErrorCode, WebClient } from '@slack/web-api';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { Secret } from '../src/core/secret.ts';
import { createLog } from '../src/log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void, level = 'info'): string {
  let lines = '';
  write(
    createLog(level, {
      write: (line) => {
        lines += line;
      },
    }),
  );
  return lines;
}

/** One line of the log is one JSON document. */
function entryOf(write: (log: ReturnType<typeof createLog>) => void): Readonly<Record<string, unknown>> {
  return JSON.parse(logged(write)) as Readonly<Record<string, unknown>>;
}

const query = new DrizzleQueryError('update device set password_hash = $1', ['hunter2'], new Error('lost'));
/** As the driver throws it for a check constraint. */
const refusedRow = Object.assign(new Error('new row violates check constraint "device_label"'), {
  code: '23514',
  detail: 'Failing row contains (42, hunter2).',
  query: 'insert … hunter2',
  parameters: ['hunter2'],
});
const putRight = new Error('failed\nlook at hunter2');
// Some versions of Node write a stack when it is first asked for.
Object.assign(putRight, { stack: putRight.stack, message: 'failed' });
const circular = new Error('first');
circular.cause = new Error('second', { cause: circular });

describe('the log', () => {
  it.each<[name: string, fields: object]>([
    ['a Secret in the fields', { password: new Secret('hunter2') }],
    ['a Secret by another name', { given: new Secret('hunter2') }],
    ['a Secret deep in the fields', { given: { list: [new Secret('hunter2')] } }],
    ['a failed query', { err: query }],
    ['a failed query, as a cause', { err: new Error('save', { cause: query }) }],
    [
      'a failed query, as the cause of a cause',
      { err: new Error('a', { cause: new Error('b', { cause: query }) }) },
    ],
    ['a failed query, by another name', { failure: query }],
    ['a row that PostgreSQL refused', { err: refusedRow }],
    [
      'an error that keeps its request',
      { err: Object.assign(new Error('x'), { requestBody: { content: 'hunter2' } }) },
    ],
    ['an error with a status that is none', { err: Object.assign(new Error('x'), { status: 'hunter2' }) }],
    [
      'an error with a code that is an object',
      { err: Object.assign(new Error('x'), { code: { a: 'hunter2' } }) },
    ],
    ['several errors in one', { err: new AggregateError([new Error('hunter2')], 'several') }],
    ['a message of more than a line', { err: new Error('failed\nparams: hunter2') }],
    ['a line of a message that looks like a frame', { err: new Error('failed\n    at hunter2') }],
    ['a line of a message that was put right later', { err: putRight }],
    ['a string that was thrown', { err: 'hunter2' }],
    ['an object that was thrown', { err: { message: 'hunter2' } }],
    ['a cause that is no error', { err: new Error('x', { cause: { body: 'hunter2' } }) }],
    ['a token', { token: 'hunter2' }],
    ['a token of something', { slack: { token: 'hunter2' } }],
    ['a hash of something', { device: { hash: 'hunter2' } }],
    ['a way back to a person', { body: { response_url: 'https://hooks.example.com/hunter2' } }],
  ])('writes %s without the secret', (_name, fields) => {
    const line = logged((log) => {
      log.error(fields, 'failed');
    });

    expect(line).toContain('"msg":"failed"');
    expect(line).not.toContain('hunter2');
  });

  it.each<[name: string, write: (log: ReturnType<typeof createLog>) => void]>([
    ['alone', (log) => log.error(query)],
    ['in fields without a message', (log) => log.error({ err: query })],
    ['to a line of its own', (log) => log.child({ part: 'x' }).error({ err: query })],
  ])('writes an error %s without the secret', (_name, write) => {
    const line = logged(write);

    expect(line).toContain('Failed query: update');
    expect(line).not.toContain('hunter2');
  });

  it('writes what Slack refused without what was sent or answered', async () => {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ ok: false, error: 'invalid_blocks', errors: ['hunter2'], echoed: 'hunter2' }),
      );
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    // It listens on TCP.
    const { port } = server.address() as AddressInfo;
    const client = new WebClient('xoxb-hunter2', { slackApiUrl: `http://127.0.0.1:${port}/api/` });
    const refused: unknown = await client.chat
      .postMessage({ channel: 'C1', text: 'hunter2' })
      .catch((error: unknown) => error);
    server.close();

    expect(refused).toMatchObject({ code: ErrorCode.PlatformError });
    const line = logged((log) => {
      log.error({ err: refused }, 'failed');
    });
    expect(line).toContain('invalid_blocks');
    expect(line).not.toContain('hunter2');
  });

  it('writes what is needed to find a fault', () => {
    const cause = Object.assign(new Error('connection lost'), { code: 'ECONNRESET', status: 503 });
    const line = entryOf((log) => {
      log.error({ err: new Error('not saved', { cause }), reference: '3f9a1c07' }, 'failed');
    });

    expect(line).toEqual({
      level: 50,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      reference: '3f9a1c07',
      err: {
        type: 'Error',
        message: 'not saved',
        stack: expect.arrayContaining([expect.stringMatching(/^at .*log\.test\.ts/)]),
        cause: {
          type: 'Error',
          message: 'connection lost',
          stack: expect.any(Array),
          code: 'ECONNRESET',
          status: 503,
        },
      },
      msg: 'failed',
    });
  });

  it.each<[name: string, thrown: unknown, written: object]>([
    ['a string', 'hunter2', { type: 'string' }],
    ['a code that is a number', Object.assign(new Error('x'), { code: 50035 }), { code: 50035 }],
    ['an error without a stack', Object.assign(new Error('x'), { stack: undefined }), { stack: [] }],
    ['a message of two lines', new Error('the first\nthe second'), { message: 'the first' }],
    ['a message of one line', new Error('one line of it'), { message: 'one line of it' }],
  ])('writes of %s that was thrown what is plain', (_name, thrown, written) => {
    const { err } = entryOf((log) => {
      log.error({ err: thrown }, 'failed');
    });

    expect(err).toMatchObject(written);
  });

  it('says where a secret was left out', () => {
    expect(
      entryOf((log) => {
        log.info({ token: 'hunter2', slack: { token: 'hunter2' } }, 'failed');
      }),
    ).toMatchObject({ token: '[secret]', slack: { token: '[secret]' } });
  });

  it.each<[name: string, write: (log: ReturnType<typeof createLog>) => void, msg: string]>([
    ['words alone as they are', (log) => log.info('50 %s'), '50 %s'],
    ['an error without words as such', (log) => log.error(new Error('hunter2')), 'no message'],
    ['words with what belongs into them', (log) => log.info('port %d', 25), 'port 25'],
  ])('writes %s', (_name, write, msg) => {
    expect(entryOf(write)).toMatchObject({ msg });
  });

  it('does not follow an error in circles', () => {
    expect(
      logged((log) => {
        log.error({ err: circular }, 'failed');
      }).match(/"second"/g)?.length,
    ).toBeLessThan(5);
  });

  it('is one line for one event, whatever is in it', () => {
    const lines = logged((log) => {
      log.info({ said: 'a\nb\u2028c' }, 'd\ne');
    });

    expect(lines.trimEnd().split('\n')).toHaveLength(1);
  });

  it('leaves out what is below its level', () => {
    expect(
      logged((log) => {
        log.info({}, 'answered');
      }, 'warn'),
    ).toBe('');
  });
});
