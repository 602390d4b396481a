import { asList, asObject, asText } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { limits } from './limits.ts';
import { anything, boolean, integer, list, object, string } from './report.ts';
import type { Check } from './report.ts';

const embed: Check = object({
  optional: {
    title: string(limits.embedTitle, 0),
    description: string(limits.embedDescription, 0),
    color: integer(0, 0xffffff),
    url: anything,
    timestamp: anything,
    footer: object({ required: { text: string(limits.embedFooter, 0) } }),
    author: object({ required: { name: string(limits.embedAuthor, 0) } }),
    fields: list(
      object({
        required: { name: string(limits.embedFieldName), value: string(limits.embedFieldValue) },
        optional: { inline: boolean },
      }),
      limits.embedFields,
      0,
    ),
  },
});

export const embeds: Check = (report, path, value) => {
  list(embed, limits.embeds, 0)(report, path, value);
  const length = asList(value).reduce((sum: number, one) => sum + textLength(asObject(one)), 0);
  if (length > limits.embedText) {
    report(path, 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${limits.embedText}`);
  }
};

function textLength({ title, description, footer, author, fields }: JsonObject): number {
  const texts = [
    title,
    description,
    asObject(footer)['text'],
    asObject(author)['name'],
    ...asList(fields).flatMap((field) => [asObject(field)['name'], asObject(field)['value']]),
  ];
  return texts.reduce((sum: number, text) => sum + asText(text).length, 0);
}
