import { format, inspect } from 'node:util';
import { serialize } from 'node:v8';
import { expect, it } from 'vitest';
import { Secret } from '../../src/core/secret.ts';

const secret = new Secret('hunter2');

it.each<[way: string, shown: () => string]>([
  ['String()', () => String(secret)],
  ['a template', () => `It is ${secret as unknown as string}`],
  ['concatenation', () => ''.concat(secret as unknown as string)],
  ['JSON', () => JSON.stringify({ secret, list: [secret] })],
  ['inspect', () => inspect({ secret, list: [secret] })],
  ['inspect, with what is hidden', () => inspect(secret, { showHidden: true, depth: null })],
  ['inspect, without our own part of it', () => inspect(secret, { customInspect: false, showHidden: true })],
  ['inspect, as a key', () => inspect(new Map([[secret, secret]]))],
  ['%s of format', () => format('%s %o %O %j', secret, secret, secret, secret)],
  ['a structured clone, as for a thread', () => inspect(structuredClone(secret))],
  ['serialization', () => serialize(secret).toString('latin1')],
  ['spreading', () => JSON.stringify({ ...secret })],
  ['assigning', () => JSON.stringify(Object.assign({}, secret))],
  ['its own names', () => Reflect.ownKeys(secret).map(String).join()],
  ['its entries', () => JSON.stringify(Object.entries(secret))],
  ['joining', () => [secret, secret].join()],
  ['a message of an error', () => String(new Error(String(secret), { cause: secret }).stack)],
  ['localization', () => secret.toLocaleString()],
])('%s never shows a secret', (_way, shown) => {
  expect(shown()).not.toContain('hunter2');
});

it('is shown by reveal alone', () => {
  expect(secret.reveal()).toBe('hunter2');
  expect(`${String(secret)} ${JSON.stringify(secret)} ${inspect(secret)}`).toBe(
    '[secret] "[secret]" [secret]',
  );
});
