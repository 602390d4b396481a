/** Blocks and elements of any length, for tables of limits. */
export const x = (length: number): string => 'x'.repeat(length);
export const plain = (length: number) => ({ type: 'plain_text', text: x(length) });
export const markdown = (length: number) => ({ type: 'mrkdwn', text: x(length) });
export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));

export const section = (more: object) => ({ type: 'section', ...more });
export const header = (length: number) => ({ type: 'header', text: plain(length) });
export const context = (count: number) => ({ type: 'context', elements: times(count, () => plain(1)) });
export const actions = (...elements: readonly object[]) => ({ type: 'actions', elements });
export const button = (more: object = {}) => ({ type: 'button', text: plain(1), ...more });
export const option = (more: object = {}) => ({ text: plain(1), value: 'v', ...more });
export const overflow = (count: number, more: object = {}) => ({
  type: 'overflow',
  options: times(count, (index) => option({ value: `${index}`, ...more })),
});
export const select = (count: number, more: object = {}) => ({
  type: 'static_select',
  options: times(count, (index) => option({ value: `${index}` })),
  ...more,
});
export const confirm = (more: object = {}) => ({
  title: plain(100),
  text: plain(300),
  confirm: plain(30),
  deny: plain(30),
  ...more,
});
export const input = (element: object, more: object = {}) => ({
  type: 'input',
  label: plain(1),
  element,
  ...more,
});
export const rich = (...elements: readonly object[]) => ({ type: 'rich_text', elements });
export const richSection = (...elements: readonly object[]) => rich({ type: 'rich_text_section', elements });
export const date = {
  type: 'date',
  timestamp: 1_790_000_000,
  format: '{date_short_pretty} {time}',
  fallback: 'then',
};
