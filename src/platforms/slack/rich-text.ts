import type { types } from '@slack/bolt';
import { parseActorId } from '../../core/actor.ts';
import type { Inline, Text } from '../../core/text.ts';
import { cut } from '../../core/cut.ts';
import { limits } from './limits.ts';
import { momentOf } from './words.ts';

/**
 * One section of rich text, which Slack doesn't parse: in `mrkdwn`, a device called `_phone_` would turn italic, and
 * no escape stops it.
 *
 * @param workspace whose people are drawn as mentions
 * @returns undefined where there is nothing to draw: Slack refuses empty sections
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
export function richTextSection(
  text: Text,
  workspace: string | undefined,
): types.RichTextSection | undefined {
  const elements: types.RichTextElement[] = [];
  // One is kept for the mark that something is missing.
  let room = limits.text - 1;
  for (const inline of text) {
    const element = elementOf(inline, workspace);
    if (element.type === 'text' && element.text === '') continue;
    if (room <= 0) {
      elements.push({ type: 'text', text: '…' });
      break;
    }
    elements.push(element.type === 'text' ? { ...element, text: cut(element.text, room) } : element);
    room -= element.type === 'text' ? element.text.length : 1;
  }
  return elements.length === 0 ? undefined : { type: 'rich_text_section', elements };
}

type Drawn = types.RichTextText | types.RichTextDate | types.RichTextUserMention;

function elementOf(inline: Inline, workspace: string | undefined): Drawn {
  if (typeof inline === 'string') return { type: 'text', text: inline };
  if ('bold' in inline) return { type: 'text', text: inline.bold, style: { bold: true } };
  if ('code' in inline) return { type: 'text', text: inline.code, style: { code: true } };
  if ('time' in inline) {
    return {
      type: 'date',
      timestamp: Math.floor(inline.time.getTime() / 1000),
      format: inline.style === 'relative' ? '{ago}' : '{date_short_pretty} at {time}',
      fallback: momentOf(inline.time),
    };
  }
  const identity = parseActorId(inline.person);
  // A mention of somebody of another workspace would be drawn as an unknown person.
  return identity?.platform === 'slack' && identity.workspace === workspace
    ? { type: 'user', user_id: identity.user }
    : { type: 'text', text: inline.person, style: { code: true } };
}
