import type { Form } from '../../src/core/platform.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { renderForm } from '../../src/platforms/slack/form.ts';
import { renderView } from '../../src/platforms/slack/render.ts';
import { blocks as blocksCheck } from '../../src/sandbox/slack/blocks/blocks.ts';
import { limits } from '../../src/sandbox/slack/blocks/limits.ts';
import { problemsOf } from '../../src/sandbox/slack/blocks/report.ts';
import { modalView } from '../../src/sandbox/slack/blocks/view.ts';
import { asObject, asText } from '../../src/sandbox/json.ts';
import { stringsOf } from '../platforms/slack/blocks.ts';
import type { Surface } from './surfaces.ts';

/** All that may stand beside literal text: types, styles, formats, ids of ours. */
const vocabulary =
  /^(header|plain_text|rich_text|rich_text_section|rich_text_preformatted|text|date|user|U0DANA|context|section|overflow|menu|actions|button|button-\d+|primary|danger|\{ago\}|\{date_short_pretty\} at \{time\}|\d{4}-\d\d-\d\d \d\d:\d\d UTC|modal|input|label|kind|protocols|value|plain_text_input|static_select|checkboxes|phone|computer|tablet|other|imap|pop3|smtp|1:[a-z.-]{1,40}(:[\w%.!~*'()-]*)*)$/;

/** Titles are fixed words. Nothing of what people chose is in the text of a notification. */
const titles =
  /^(Devices|New password|The password could not be delivered|The password came too late|Change the password\?|Disconnect the device\?|Disconnect all devices\?|Sessions|Audit|Audit #1042|Audit #1042 to #1042: 8 events|A device of yours was changed|Devices of yours were changed|A password never reached you|Passwords never reached you|That was not done|[A-Z][a-z ]+)$/;

export interface Checked {
  readonly literal: readonly string[];
  /** What a strict Slack has against it, and words where none may be. */
  readonly problems: readonly string[];
}

/** What Slack would show, and what is wrong with it. */
export function checkOnSlack([name, drawn]: Surface): Checked {
  const checked = 'form' in drawn ? checkForm(drawn.form) : checkMessage(drawn.view);
  return { ...checked, problems: checked.problems.map((problem) => `${name}: ${problem}`) };
}

function checkForm(form: Form): Checked {
  const modal = renderForm(form, '{"private":true}');
  const initial = modal.blocks
    .map((block) => asText(asObject(asObject(block)['element'])['initial_value']))
    .filter((value) => value !== '');
  const { literal, other } = stringsOf({ ...modal, private_metadata: undefined });
  return {
    literal: [...literal, ...initial],
    problems: [
      ...problemsOf((report) => modalView(report, '/view', modal)),
      ...other.filter((word) => !initial.includes(word) && !vocabulary.test(word)),
    ],
  };
}

export function checkMessage(view: PrivateView): Checked {
  const { text, blocks } = renderView(view, 'T0SANDBOX');
  const { literal, other } = stringsOf(blocks);
  return {
    literal,
    problems: [
      ...(titles.test(text) ? [] : [`title ${text}`]),
      ...problemsOf((report) => blocksCheck(limits.messageBlocks)(report, '/blocks', blocks)),
      ...(lengthOf(literal) > limits.messageText ? ['too long'] : []),
      ...other.filter((word) => !vocabulary.test(word)),
    ],
  };
}

function lengthOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length, 0);
}
