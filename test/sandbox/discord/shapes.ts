import type { Problem } from '../../../src/sandbox/discord/judge/report.ts';
import { button } from './setup.ts';

/** Of IS_COMPONENTS_V2. */
export const v2 = 1 << 15;

export const x = (length: number): string => 'x'.repeat(length);

export function times<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

/** `components.0.label BASE_TYPE_BAD_LENGTH` */
export function where(problems: readonly Problem[]): readonly string[] {
  return problems.map(({ path, code }) => `${path.join('.')} ${code}`);
}

export function options(count: number, more: object = {}) {
  return times(count, (index) => ({ label: `Option ${index}`, value: `${index}`, ...more }));
}

export function select(more: object = {}) {
  return { type: 3, custom_id: 'select', options: options(25), ...more };
}

export function display(length: number) {
  return { type: 10, content: x(length) };
}

export function section(more: object = {}) {
  return { type: 9, components: [display(1)], accessory: button('A'), ...more };
}
