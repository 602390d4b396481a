import { asList, asObject, asText } from '../../src/sandbox/json.ts';
import { readable } from '../../src/sandbox/slack/driver.ts';
import type { WindowMessage } from '../../src/sandbox/window.ts';

export { readable };

/** The password of a message: what its first preformatted block holds. */
export function passwordIn(message: WindowMessage): string {
  const [password] = preformatted(message);
  if (password === undefined) throw new Error(`No password in:\n${readable(message)}`);
  return password;
}

/** Every block that is drawn to be copied. */
export function preformatted({ blocks }: WindowMessage): readonly string[] {
  return blocks
    .flatMap((block) => asList(asObject(block)['elements']))
    .filter((element) => asObject(element)['type'] === 'rich_text_preformatted')
    .map((element) =>
      asList(asObject(element)['elements'])
        .map((text) => asText(asObject(text)['text']))
        .join(''),
    );
}
