import type { IncomingMessage, ServerResponse } from 'node:http';
import { asObject, parseJson } from './json.ts';
import type { JsonObject } from './json.ts';

/** Bytes. More than any call of an app comes to. */
const mostBody = 5_000_000;

/** @returns `null` where it is too long */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream of a request is typed as one of anything; without an encoding it gives buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBody) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What was asked for. A path that can't be read, such as `//`, counts as `/`: it is nobody's. */
export function urlOf({ url = '/' }: IncomingMessage, origin: string): URL {
  return new URL(URL.canParse(url, origin) ? url : '/', origin);
}

/** Form fields or JSON, as the header says. */
export function readArguments(request: IncomingMessage, body: string): JsonObject {
  const isJson = (request.headers['content-type'] ?? '').includes('application/json');
  return isJson ? asObject(parseJson(body)) : Object.fromEntries(new URLSearchParams(body));
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: JsonObject,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}
