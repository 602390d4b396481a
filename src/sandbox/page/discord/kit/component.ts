import { fieldsOf, listOf, numberOf, stringOf } from '../../kit/read.ts';
import { type Control, readControl } from './control.ts';

/** Components of a message. @see https://docs.discord.com/developers/components/reference */
export type Component =
  | { readonly kind: 'text'; readonly content: string }
  | { readonly kind: 'row'; readonly controls: readonly Control[] }
  | { readonly kind: 'section'; readonly texts: readonly string[]; readonly control: Control | undefined }
  | { readonly kind: 'separator'; readonly line: boolean; readonly large: boolean }
  /** `colour` of its edge, as `#rrggbb`; undefined for none. */
  | { readonly kind: 'container'; readonly colour: string | undefined; readonly parts: readonly Component[] };

/** What the page can't draw is left out: the double has refused what Discord would refuse. */
export function readComponents(components: unknown): readonly Component[] {
  return listOf(components).flatMap((component) => readComponent(fieldsOf(component)));
}

function readComponent(raw: Readonly<Record<string, unknown>>): readonly Component[] {
  switch (raw['type']) {
    case 1:
      return [{ kind: 'row', controls: readControls(listOf(raw['components'])) }];
    case 9: {
      const texts = listOf(raw['components']).map((text) => stringOf(fieldsOf(text)['content']));
      return [{ kind: 'section', texts, control: readControl(raw['accessory']) }];
    }
    case 10:
      return [{ kind: 'text', content: stringOf(raw['content']) }];
    case 14:
      return [{ kind: 'separator', line: raw['divider'] !== false, large: raw['spacing'] === 2 }];
    case 17: {
      const colour = numberOf(raw['accent_color']);
      return [
        {
          kind: 'container',
          colour: colour === undefined ? undefined : `#${colour.toString(16).padStart(6, '0')}`,
          parts: readComponents(raw['components']),
        },
      ];
    }
    default:
      return [];
  }
}

function readControls(controls: readonly unknown[]): readonly Control[] {
  return controls.flatMap((control) => readControl(control) ?? []);
}
