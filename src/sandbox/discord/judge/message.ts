import { asList, asObject, asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { isV2 } from '../flags.ts';
import { messageComponents } from './components.ts';
import { embeds } from './embed.ts';
import { limits } from './limits.ts';
import { also, anything, boolean, integer, list, object, oneOf, problemsOf, string } from './report.ts';
import type { Check, Path, Problem } from './report.ts';

const ids = list(string(20), limits.allowedMentions, 0);

const allowedMentions: Check = also(
  object({
    optional: {
      parse: list(oneOf('users', 'roles', 'everyone'), 3, 0),
      users: ids,
      roles: ids,
      replied_user: boolean,
    },
  }),
  (report, path, mentions) => {
    for (const kind of ['users', 'roles'] as const) {
      if (asList(mentions['parse']).includes(kind) && asList(mentions[kind]).length > 0) {
        report(
          path,
          'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
          `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
        );
      }
    }
  },
);

const nonce: Check = (report, path, value) => {
  if (typeof value === 'number')
    integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)(report, path, value);
  else string(limits.nonce, 0)(report, path, value);
};

/**
 * What is wrong with a message, new or changed.
 *
 * @param flags those that the message will have: with IS_COMPONENTS_V2 other fields are allowed than without
 */
export function problemsOfMessage(body: JsonObject, flags: number, path: Path = []): readonly Problem[] {
  const newStyle = isV2(flags);
  const check: Check = also(
    object({
      optional: {
        content: string(limits.content, 0),
        embeds,
        components: messageComponents(newStyle),
        allowed_mentions: allowedMentions,
        attachments: list(anything, limits.files, 0),
        flags: integer(0, Number.MAX_SAFE_INTEGER),
        nonce,
        enforce_nonce: boolean,
        tts: boolean,
      },
    }),
    (report, at, message) => {
      if (!newStyle) return;
      for (const field of ['content', 'embeds', 'poll', 'sticker_ids'] as const) {
        const value = message[field];
        if (asText(value) !== '' || asList(value).length > 0 || Object.keys(asObject(value)).length > 0) {
          report(
            [...at, field],
            'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
            `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
          );
        }
      }
    },
  );
  return problemsOf((report) => check(report, path, body));
}
