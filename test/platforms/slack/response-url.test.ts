import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { createAnswers } from '../../../src/platforms/slack/answers.ts';
import { createClients } from '../../../src/platforms/slack/clients.ts';
import { createResponseUrls, isAllowed } from '../../../src/platforms/slack/response-url.ts';
import { sandbox, secretView, workspace } from './support.ts';

describe('an address to answer to', () => {
  const api = 'https://slack.com/api/';

  it.each([
    ['https://hooks.slack.com/commands/T1/2/3', api, true],
    ['https://slack.com/x', api, true],
    ['https://hooks.slack-gov.com/x', 'https://slack-gov.com/api/', true],
    ['http://127.0.0.1:4000/x', 'http://127.0.0.1:4000/api/', true],
    ['http://hooks.slack.com/x', api, false],
    ['https://hooks.slack.com:8443/x', api, false],
    ['https://hooks.slack.com.evil.example/x', api, false],
    ['https://evilslack.com/x', api, false],
    ['https://slack.com@evil.example/x', api, false],
    ['https://user:word@hooks.slack.com/x', api, false],
    ['https://hooks.slack-gov.com/x', api, false],
    ['http://169.254.169.254/latest/meta-data', api, false],
    ['http://127.0.0.1:4001/x', 'http://127.0.0.1:4000/api/', false],
    ['https://127.0.0.1:4000/x', 'http://127.0.0.1:4000/api/', false],
    ['file:///etc/passwd', api, false],
    ['', api, false],
  ])('%s with the Web API at %s is allowed: %s', (url, apiUrl, allowed) => {
    expect(isAllowed(url, apiUrl)).toBe(allowed);
  });

  const servers: (() => void)[] = [];
  afterEach(() => {
    for (const close of servers.splice(0)) close();
  });

  it.each([
    ['of another host', false],
    ['that Slack redirects to', true],
  ])('%s is never called', async (_which, redirected) => {
    const world = await sandbox();
    const calls: string[] = [];
    const lines: string[] = [];
    const elsewhere = createServer((request, response) => {
      calls.push(request.url ?? '');
      response.end('ok');
    });
    await new Promise<void>((resolve) => {
      elsewhere.listen(0, '127.0.0.1', resolve);
    });
    servers.push(() => void elsewhere.close());
    const { port } = elsewhere.address() as AddressInfo;
    const target = `http://127.0.0.1:${port}/stolen`;
    const redirecting = createServer((_request, response) => {
      response.writeHead(307, { Location: target }).end();
    });
    await new Promise<void>((resolve) => {
      redirecting.listen(0, '127.0.0.1', resolve);
    });
    servers.push(() => void redirecting.close());
    const own = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`;
    const write = (fields: object): void => void lines.push(JSON.stringify(fields));
    const log = { info: write, warn: write, error: write };
    const answers = createAnswers(
      {
        user: 'U0DANA',
        triggerId: 'x',
        responseUrl: redirected ? own : target,
        channel: undefined,
        isPrivate: false,
      },
      {
        client: createClients(new Secret(workspace.app.botToken), world.apiUrl).answers,
        responseUrls: createResponseUrls(own, log),
        workspace: 'T0123',
        log,
        heard: () => {},
      },
    );

    await expect(answers.privately(secretView)).rejects.toMatchObject({ certainty: 'refused' });
    expect(calls).toEqual([]);
    expect(lines.join('\n')).toMatch(redirected ? /http_307/ : /foreign_response_url/);
    expect(lines.join('\n')).not.toContain('stolen');
  });
});
