import { asList, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';

/** Discord's numbers. @see https://docs.discord.com/developers/components/reference#component-object-component-types */
export const componentType = {
  row: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  text: 10,
  thumbnail: 11,
  gallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

/** All components, nested ones after what holds them, in the order in which they are read. */
export function allComponents(components: unknown): readonly JsonObject[] {
  return asList(components)
    .filter(isObject)
    .flatMap((component) => [component, ...allComponents(partsOf(component))]);
}

function partsOf({ components, component, accessory }: JsonObject): readonly unknown[] {
  return [
    ...asList(components),
    ...(isObject(component) ? [component] : []),
    ...(isObject(accessory) ? [accessory] : []),
  ];
}

/** Discord gives each component a number, where the app gave none. @see https://docs.discord.com/developers/components/reference#anatomy-of-a-component */
export function fillIds(components: unknown): readonly JsonObject[] {
  const taken = new Set(allComponents(components).map(({ id }) => id));
  let next = 0;
  const newId = (): number => {
    next += 1;
    return taken.has(next) ? newId() : next;
  };
  const fill = (component: JsonObject): JsonObject => {
    const { id, components: inside, component: single, accessory } = component;
    return {
      ...component,
      id: typeof id === 'number' && id > 0 ? id : newId(),
      ...(inside === undefined ? {} : { components: asList(inside).filter(isObject).map(fill) }),
      ...(isObject(single) ? { component: fill(single) } : {}),
      ...(isObject(accessory) ? { accessory: fill(accessory) } : {}),
    };
  };
  return asList(components).filter(isObject).map(fill);
}

/** Text displays, all together. */
export function displayedText(components: unknown): string {
  return allComponents(components)
    .filter(({ type }) => type === componentType.text)
    .map(({ content }) => asText(content))
    .join('\n');
}

export function findByCustomId(components: unknown, customId: string): JsonObject | undefined {
  return allComponents(components).find((component) => component['custom_id'] === customId);
}
