import { asList, asText, isObject } from '../json.ts';
import type { DiscordWindowMessage } from '../discord-window.ts';
import { displayedText } from './components.ts';

/** All that can be read in a message but its buttons, with `<t:…>` as ISO 8601 and without Markdown's backslashes. */
export function readableText({ content, components, embeds }: DiscordWindowMessage): string {
  const fromEmbeds = embeds.map(({ title, description, fields }) =>
    [
      asText(title),
      asText(description),
      ...asList(fields)
        .filter(isObject)
        .map(({ name, value }) => `${asText(name)}\n${asText(value)}`),
    ]
      .filter(Boolean)
      .join('\n'),
  );
  return [content, displayedText(components), ...fromEmbeds]
    .filter(Boolean)
    .map((text) => withoutEscapes(withTimes(text)))
    .join('\n');
}

/** @see https://docs.discord.com/developers/reference#message-formatting-timestamp-styles */
function withTimes(text: string): string {
  return text.replaceAll(/<t:(-?\d{1,13})(?::[tTdDfFRsS])?>/g, (_all, seconds: string) =>
    new Date(Number(seconds) * 1000).toISOString(),
  );
}

/** What Discord's own Markdown lets escape: punctuation. */
function withoutEscapes(text: string): string {
  return text.replaceAll(/\\([!-/:-@[-`{-~])/g, '$1');
}
