import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LogLevel } from '@slack/bolt';
import { NotDelivered } from '../../../src/core/platform.ts';
import type { Form } from '../../../src/core/platform.ts';
import { text } from '../../../src/core/text.ts';
import { createSdkLog } from '../../../src/platforms/slack/sdk-log.ts';
import type { ApiFault } from '../../../src/sandbox/slack/misbehave.ts';
import { canary, listView, run, sandbox, secretView, workspace } from './support.ts';

const form: Form = {
  id: '1:add:3',
  title: 'Add',
  submit: 'Add',
  note: '',
  fields: { label: { kind: 'label', title: 'Label', description: '', example: 'x' } },
  values: {},
};

const faults: readonly ApiFault[] = [
  { kind: 'status', status: 400 },
  { kind: 'status', status: 401 },
  { kind: 'status', status: 403 },
  { kind: 'status', status: 404 },
  { kind: 'status', status: 500 },
  { kind: 'rate-limited', retryAfterSeconds: 1 },
  { kind: 'error', error: `invalid_blocks ${canary}` },
  { kind: 'error', error: 'invalid_auth' },
  { kind: 'reset' },
  { kind: 'lost-answer' },
  { kind: 'cut-answer' },
];

let printed = '';
beforeEach(() => {
  printed = '';
  for (const stream of [process.stdout, process.stderr]) {
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      printed += String(chunk);
      return true;
    });
  }
  for (const method of ['debug', 'info', 'log', 'warn', 'error'] as const) {
    vi.spyOn(console, method).mockImplementation((...words: unknown[]) => {
      printed += words.map(String).join(' ');
    });
  }
});
afterEach(() => {
  vi.restoreAllMocks();
});

const { botToken, appToken, signingSecret } = workspace.app;

describe.each([
  ['over Socket Mode', false],
  ['over signed HTTP', true],
])('%s', (_name, http) => {
  it.each(faults.map((fault) => [JSON.stringify(fault), fault] as const))(
    'neither a secret, nor what was typed, nor an address to answer to is written down when all meets %s',
    async (_what, fault) => {
      const world = await sandbox();
      const failures: unknown[] = [];
      const { logged, ran, slack } = await run(world, {
        http,
        respond: async (request, answers) => {
          const isFirst = request.kind === 'command' && String(request.words).endsWith('first');
          if (isFirst) return answers.privately(listView);
          if (request.kind === 'action') return answers.form(form);
          for (const method of ['response_url', 'chat.postEphemeral', 'chat.postMessage', 'users.info']) {
            world.misbehave.api(method, fault, { times: 3 });
          }
          await answers.privately(secretView).catch((error: unknown) => failures.push(error));
          const shown = { title: 'Audit', blocks: [{ kind: 'text' as const, text: text`${canary}` }] };
          await slack.post('C0AUDIT', shown).catch((error: unknown) => failures.push(error));
          await slack.describe(request.actor, []).catch((error: unknown) => failures.push(error));
        },
      });
      const dana = world.person('U0DANA');
      await dana.say('it-helpdesk', `/devices ${canary} first`);
      await dana.waitForMessage('Phone');
      await dana.click({ text: 'Add a device' });
      await dana.waitFor(({ modal }) => modal());
      await dana.submit({ label: canary });
      await expect.poll(() => failures.length).toBe(3);
      await slack.stop();

      expect(ran).toHaveLength(3);
      expect(failures[0]).toBeInstanceOf(NotDelivered);
      const written = `${logged()}\n${printed}\n${failures.map(everything).join('\n')}`;
      for (const hidden of [canary, botToken, appToken, signingSecret, '/commands/T', '/actions/T']) {
        expect(written).not.toContain(hidden);
      }
    },
  );
});

/** Whatever a careless log could write of an error. */
function everything(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return `${error.stack ?? ''} ${JSON.stringify(error)} ${Object.values(error).map(String).join()} ${everything(error.cause)}`;
}

describe('the log that the SDKs write to', () => {
  const lines: string[] = [];
  const write = (fields: object, message: string): void =>
    void lines.push(`${message} ${JSON.stringify(fields)}`);
  const log = createSdkLog({ info: write, warn: write, error: write }, 'part');

  it('keeps the words in front of any detail', () => {
    log.error(`Malformed request body: Unexpected token 'h', "hunter2" is not valid JSON`);
    log.warn("A pong wasn't received from the server before the timeout of 5000ms!", 'hunter2');
    log.error('WebSocket error occurred: hunter2');
    log.error({ body: 'hunter2' });
    log.warn('"hunter2" is odd');

    expect(lines.join('\n')).not.toContain('hunter2');
    expect(lines.map((line) => /"said":"([^"]*)"/.exec(line)?.[1])).toEqual([
      'Malformed request body',
      "A pong wasn't received from the server before the timeout of",
      'WebSocket error occurred',
      'said something',
      'said something',
    ]);
  });

  it('can not be talked into debugging', () => {
    lines.length = 0;
    log.setLevel(LogLevel.DEBUG);
    log.debug('Received a message', 'hunter2');
    log.info('http request body: hunter2');

    expect(lines).toEqual([]);
    expect(log.getLevel()).not.toBe(LogLevel.DEBUG);
  });
});
