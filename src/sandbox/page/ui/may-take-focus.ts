/**
 * Whether the message field may take the focus by itself: not on a narrow screen, where the keyboard would cover half
 * of it, and not from who goes through the tabs with the arrow keys.
 */
export function mayTakeFocus(): boolean {
  const focused = document.activeElement?.getAttribute('role');
  return focused !== 'tab' && matchMedia('(min-width: 700px)').matches;
}
