import { expect, it } from 'vitest';
import { Secret } from '../../../src/core/secret.ts';
import { applicationOf } from '../../../src/platforms/discord/token.ts';

it.each([
  ['its application', 'MTEyMjMzNDQ1NTY2Nzc4ODk5MA.GabcdE.secret-secret-secret', '1122334455667788990'],
  ['nothing where it is of another form', 'c2VjcmV0LXNlY3JldC1zZWNyZXQ.x.y', 'unknown'],
  ['nothing where it has no parts', 'hunter2', 'unknown'],
  ['nothing where it is empty', '', 'unknown'],
])('tells of a token %s', (_name, token, application) => {
  expect(applicationOf(new Secret(token))).toBe(application);
});
