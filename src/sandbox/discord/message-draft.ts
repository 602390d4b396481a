import { asList, asObject, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { displayedText, fillIds } from './components.ts';
import { isEphemeral, isV2, messageFlag } from './flags.ts';
import { limits } from './judge/limits.ts';
import { problemsOfMessage } from './judge/message.ts';
import type { Path } from './judge/report.ts';
import { mentionsIn } from './mentions.ts';
import type { StoredFile, StoredMessage } from './messages.ts';
import { refuseBody, RestError } from './rest/error.ts';
import { newSnowflake } from './snowflake.ts';

/** A file that came with a call, by the number that `attachments` calls it by. */
export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

export type MessageDraft = Pick<
  StoredMessage,
  'content' | 'embeds' | 'components' | 'files' | 'flags' | 'mentions'
> & { readonly wantsEphemeral: boolean };

/** Flags that an app may set on a message. Of the others Discord takes no notice. */
const ownFlags = messageFlag.suppressEmbeds | messageFlag.suppressNotifications | messageFlag.componentsV2;

/**
 * Reads what a message says, wherever it comes from: a post, a first answer, an edit.
 *
 * What an edit doesn't name stays as it was. What it names as `null` goes.
 *
 * @param existing the message that is edited
 * @param path where the body stands in the call, for the words of a refusal
 * @throws {RestError}
 */
export function readDraft(
  body: JsonObject,
  uploads: readonly Upload[],
  existing: StoredMessage | null = null,
  path: Path = [],
): MessageDraft {
  const given = Number(body['flags'] ?? 0);
  // A message of the new style can't go back to the old.
  const flags = (given & ownFlags) | ((existing?.flags ?? 0) & messageFlag.componentsV2);
  const stays = (key: 'content' | 'embeds'): boolean =>
    isV2(flags) && body[key] === undefined && existing !== null;
  // Discord wants content and embeds taken away in the same edit that turns a message into the new style.
  const judged = {
    ...body,
    ...(stays('content') && existing?.content ? { content: existing.content } : {}),
    ...(stays('embeds') && existing?.embeds.length ? { embeds: existing.embeds } : {}),
  };
  refuseBody([...problemsOfMessage(judged, flags, path), ...problemsOfUploads(uploads)]);

  const kept = (key: string): boolean => existing !== null && body[key] === undefined;
  const content = kept('content') ? (existing?.content ?? '') : asText(body['content']);
  const embeds = kept('embeds') ? (existing?.embeds ?? []) : asList(body['embeds']).filter(isObject);
  const components = kept('components') ? (existing?.components ?? []) : fillIds(body['components']);
  const files = [...keptFiles(body, existing), ...uploads.map((upload) => toFile(upload, body))];
  if (content.trim() === '' && embeds.length === 0 && components.length === 0 && files.length === 0) {
    throw new RestError(50006);
  }
  return {
    content,
    embeds,
    components,
    files,
    flags,
    mentions: mentionsIn(`${content}\n${displayedText(components)}`, body['allowed_mentions']),
    wantsEphemeral: isEphemeral(given),
  };
}

function problemsOfUploads(uploads: readonly Upload[]) {
  return uploads
    .filter(({ content }) => content.length > limits.fileSize)
    .map(({ key }) => ({
      path: ['files', key],
      code: 'BASE_TYPE_MAX_LENGTH',
      message: 'The file is too large',
    }));
}

/** An edit that names `attachments` keeps only those. */
function keptFiles(body: JsonObject, existing: StoredMessage | null): readonly StoredFile[] {
  if (!existing) return [];
  if (body['attachments'] === undefined) return existing.files;
  const named = new Set(asList(body['attachments']).map((one) => String(asObject(one)['id'])));
  return existing.files.filter(({ id }) => named.has(id));
}

function toFile({ key, name, type, content }: Upload, body: JsonObject): StoredFile {
  const described = asList(body['attachments'])
    .map(asObject)
    .find(({ id }) => String(id) === key);
  return { id: newSnowflake(), name: asText(described?.['filename']) || name, type, content };
}
