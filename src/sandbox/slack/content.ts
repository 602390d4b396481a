import { blocks as blocksCheck } from './blocks/blocks.ts';
import { fillIds } from './blocks/fill-ids.ts';
import { limits } from './blocks/limits.ts';
import { problemsOf } from './blocks/report.ts';
import { asList, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { ApiError, readJson, refuse } from './web-api/method.ts';

export interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[];
}

/**
 * Reads what a message says, wherever it comes from: a method, a response_url, an acknowledgement.
 *
 * @throws {ApiError}
 */
export function readContent(args: JsonObject): Content {
  const text = asText(args['text']);
  if (text.length > limits.topLevelText) throw new ApiError('msg_too_long');
  if (args['blocks'] === undefined) {
    if (text === '') throw new ApiError('no_text');
    return { text, blocks: [] };
  }
  const blocks = readJson(args['blocks']);
  if (!Array.isArray(blocks)) throw new ApiError('invalid_blocks_format');
  refuse(
    'invalid_blocks',
    problemsOf((report) => blocksCheck(limits.messageBlocks)(report, '/blocks', blocks)),
  );
  if (textLength(blocks) > limits.messageText) throw new ApiError('msg_blocks_too_long');
  if (blocks.length === 0 && text === '') throw new ApiError('no_text');
  return { text, blocks: fillIds(asList(blocks)) };
}

/** Of everything called `text`, at any depth. */
function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, inner]) =>
      sum + (key === 'text' && typeof inner === 'string' ? inner.length : textLength(inner)),
    0,
  );
}
