import { asList, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { allComponents, componentType } from './components.ts';

/** What a person looks for: the words on a button, and the text that it stands under or beside. */
export interface ControlQuery {
  /** Of the button, or the placeholder of the select. */
  readonly label?: string;
  /** Words of the text right before it, such as a device's label. */
  readonly row?: string;
  readonly customId?: string;
}

export interface ButtonSeen {
  readonly label: string;
  /** Empty for a link. */
  readonly customId: string;
  readonly disabled: boolean;
  readonly style: 'primary' | 'secondary' | 'success' | 'danger' | 'link' | 'premium';
  /** The text that it stands under or beside. */
  readonly row: string;
}

export interface Control {
  readonly customId: string;
  readonly label: string;
  readonly disabled: boolean;
  readonly row: string;
  readonly component: JsonObject;
}

const controls: ReadonlySet<unknown> = new Set([
  componentType.button,
  componentType.stringSelect,
  componentType.userSelect,
  componentType.roleSelect,
  componentType.mentionableSelect,
  componentType.channelSelect,
]);

/** Buttons and selects, each with the text that was read since the controls before it. */
export function controlsOf(content: string, components: unknown): readonly Control[] {
  const found: Control[] = [];
  let row = content;
  let afterControl = false;
  for (const component of allComponents(components)) {
    const { type, disabled } = component;
    if (type === componentType.text) {
      row =
        afterControl || row === '' ? asText(component['content']) : `${row}\n${asText(component['content'])}`;
      afterControl = false;
    } else if (controls.has(type)) {
      const label = asText(component['label']) || asText(component['placeholder']);
      found.push({
        customId: asText(component['custom_id']),
        label,
        disabled: disabled === true,
        row,
        component,
      });
      afterControl = true;
    }
  }
  return found;
}

export function findControls(
  all: readonly Control[],
  { label, row, customId }: ControlQuery,
): readonly Control[] {
  return all
    .filter((control) => label === undefined || control.label === label)
    .filter((control) => row === undefined || control.row.includes(row))
    .filter((control) => customId === undefined || control.customId === customId);
}

const styles = ['primary', 'secondary', 'success', 'danger', 'link', 'premium'] as const;

export function buttonsOf(all: readonly Control[]): readonly ButtonSeen[] {
  return all
    .filter(({ component }) => component['type'] === componentType.button)
    .map(({ customId, label, disabled, row, component }) => ({
      customId,
      label,
      disabled,
      row,
      style: styles[Number(component['style']) - 1] ?? 'secondary',
    }));
}

/** The values that a select offers for these values or words. */
export function chosenValues(select: JsonObject, chosen: readonly string[]): readonly string[] {
  const options = asList(select['options']).filter(isObject);
  return chosen.map((word) => {
    const option = options.find(({ label, value }) => value === word || label === word);
    return option ? asText(option['value']) : word;
  });
}
