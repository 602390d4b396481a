/** The names an admin tool is likely to use. Others are shown as `:name:`, which is what Slack does with unknown ones. */
const emoji: Readonly<Record<string, string>> = {
  '+1': '👍',
  '-1': '👎',
  arrow_left: '⬅️',
  arrow_right: '➡️',
  arrows_counterclockwise: '🔄',
  bell: '🔔',
  bookmark: '🔖',
  bulb: '💡',
  bust_in_silhouette: '👤',
  busts_in_silhouette: '👥',
  calendar: '📆',
  clipboard: '📋',
  closed_lock_with_key: '🔐',
  computer: '💻',
  desktop_computer: '🖥️',
  e_mail: '📧',
  email: '📧',
  envelope: '✉️',
  eyes: '👀',
  hourglass: '⌛',
  inbox_tray: '📥',
  information_source: 'ℹ️',
  iphone: '📱',
  key: '🔑',
  link: '🔗',
  lock: '🔒',
  mag: '🔍',
  memo: '📝',
  no_entry: '⛔',
  no_entry_sign: '🚫',
  outbox_tray: '📤',
  page_facing_up: '📄',
  pencil2: '✏️',
  printer: '🖨️',
  question: '❓',
  red_circle: '🔴',
  rotating_light: '🚨',
  shield: '🛡️',
  tada: '🎉',
  unlock: '🔓',
  warning: '⚠️',
  wastebasket: '🗑️',
  wave: '👋',
  white_check_mark: '✅',
  x: '❌',
};

/** @param unicode code points in hexadecimal, such as `1f468-200d-1f4bb`; some `rich_text` emoji carry them */
export function drawEmoji(name: string, unicode = ''): string {
  if (/^[0-9a-f]{2,5}(-[0-9a-f]{2,5})*$/.test(unicode)) {
    return String.fromCodePoint(...unicode.split('-').map((point) => Number.parseInt(point, 16)));
  }
  return Object.hasOwn(emoji, name) ? (emoji[name] ?? '') : `:${name}:`;
}

export function drawAllEmoji(text: string): string {
  return text.replace(/:([a-z0-9_+-]+):/g, (_whole, name: string) => drawEmoji(name));
}
