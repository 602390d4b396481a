import type { IncomingMessage } from 'node:http';
import { asText, isObject, parseJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { Upload } from '../message-draft.ts';

/** Bytes. Discord takes 25 MiB in one call. */
const mostBody = 25 * 1024 * 1024;

export interface ReadBody {
  /** As it came. */
  readonly value: unknown;
  readonly body: JsonObject;
  readonly list: readonly unknown[];
  readonly uploads: readonly Upload[];
  /** False where there was something, and it was not JSON. */
  readonly valid: boolean;
}

const none: ReadBody = { value: {}, body: {}, list: [], uploads: [], valid: true };

/** @returns `null` where it is too long */
export async function readCallBody(request: IncomingMessage): Promise<ReadBody | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  // The stream of a request is typed as one of anything; without an encoding it gives buffers.
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > mostBody) return null;
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  const type = request.headers['content-type'] ?? '';
  if (bytes.length === 0) return none;
  return type.startsWith('multipart/form-data')
    ? readMultipart(bytes, type)
    : readJson(bytes.toString('utf8'));
}

function readJson(text: string): ReadBody {
  const parsed = parseJson(text);
  if (Array.isArray(parsed)) return { ...none, value: parsed, list: parsed };
  return isObject(parsed) ? { ...none, value: parsed, body: parsed } : { ...none, valid: false };
}

/** Files, and the body itself under `payload_json`. @see https://docs.discord.com/developers/reference#uploading-files */
async function readMultipart(bytes: Buffer, type: string): Promise<ReadBody> {
  const form = await new Response(bytes, { headers: { 'Content-Type': type } }).formData();
  const uploads: Upload[] = [];
  for (const [key, value] of form) {
    const [, number] = /^files\[(\d+)\]$/.exec(key) ?? [];
    if (number === undefined || typeof value === 'string') continue;
    const content = Buffer.from(await value.arrayBuffer());
    uploads.push({ key: number, name: value.name, type: value.type, content });
  }
  const json = form.get('payload_json');
  return json === null ? { ...none, uploads } : { ...readJson(asText(json)), uploads };
}
