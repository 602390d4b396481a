import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { renderForm } from '../../src/platforms/slack/form.ts';
import { renderView } from '../../src/platforms/slack/render.ts';
import { userErrorView } from '../../src/core/words.ts';
import { UserError } from '../../src/core/errors.ts';
import { modalView } from '../../src/sandbox/slack/blocks/view.ts';
import { problemsOf } from '../../src/sandbox/slack/blocks/report.ts';
import { blocks as blocksCheck } from '../../src/sandbox/slack/blocks/blocks.ts';
import { limits } from '../../src/sandbox/slack/blocks/limits.ts';
import type { Form } from '../../src/core/platform.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { asList, asObject, asText } from '../../src/sandbox/slack/json.ts';
import { stringsOf } from '../platforms/slack/blocks.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana } from '../support/people.ts';
import { readable } from '../support/seen.ts';
import { keptLabel, readLabel, typedLabel } from './labels.ts';
import { usual } from './surface-context.ts';
import { type Surface, surfacesOf } from './surfaces.ts';

/** All that may stand beside literal text: types, styles, formats, ids of ours. */
const vocabulary =
  /^(header|plain_text|rich_text|rich_text_section|rich_text_preformatted|text|date|user|U0DANA|context|section|overflow|menu|actions|button|button-\d+|primary|danger|\{ago\}|\{date_short_pretty\} at \{time\}|\d{4}-\d\d-\d\d \d\d:\d\d UTC|modal|input|label|kind|protocols|value|plain_text_input|static_select|checkboxes|phone|computer|tablet|other|imap|pop3|smtp|1:[a-z.-]{1,40}(:[\w%.!~*'()-]*)*)$/;

/** Titles are fixed words. Nothing of what people chose is in the text of a notification. */
const titles =
  /^(Devices|New password|The password could not be delivered|The password came too late|Change the password\?|Disconnect the device\?|Disconnect all devices\?|Sessions|Audit|Audit #1042|Audit #1042 to #1042: 8 events|A device of yours was changed|Devices of yours were changed|A password never reached you|Passwords never reached you|That was not done|[A-Z][a-z ]+)$/;

interface Checked {
  readonly literal: readonly string[];
  /** What a strict Slack has against it, and words where none may be. */
  readonly problems: readonly string[];
}

function check([name, drawn]: Surface): Checked {
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

function checkMessage(view: PrivateView): Checked {
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

describe('the label of a device', () => {
  it('stands in literal text alone, on every surface, for 10,000 labels', async () => {
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(keptLabel, async (label) => {
        for (const surface of await surfacesOf(usual(label))) {
          const { literal, problems } = check(surface);
          if (problems.length > 0) expect(problems, label).toEqual([]);
          if (literal.some((words) => words.includes(label))) seen.add(surface[0]);
        }
      }),
      { numRuns: 10_000 },
    );

    // Else it would be in literal text because it is nowhere.
    expect([...seen]).toEqual(expect.arrayContaining(surfacesWithLabel));
  }, 300_000);

  it('is what was typed, or is refused with a sentence that stands in literal text too', () => {
    fc.assert(
      fc.property(typedLabel, (raw) => {
        const read = readLabel(raw);
        if ('label' in read)
          expect(read.label).toBe(
            raw
              .normalize('NFC')
              .replaceAll(/\p{Zs}+/gu, ' ')
              .trim(),
          );
        else
          expect(checkMessage(userErrorView(new UserError('bad-option', read.refused))).problems).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

const surfacesWithLabel = [
  'list.show',
  'add.submit',
  'edit.form',
  'edit.submit',
  'change-password.ask',
  'change-password.confirm',
  'after change-password.confirm',
  'disconnect.ask',
  'disconnect.confirm',
  'after disconnect.confirm',
  'disconnect-all.ask',
  'audit.earlier',
  'audit.newest',
  'edit, typed',
  'disconnect, typed',
  'audit post of device.edited',
  'digest',
  'notice to the owner',
  'password that nobody received',
  'changes that were missed',
  'passwords that were missed',
];

describe('in the running app', () => {
  const database = testDatabase();
  const app = testApp(database, { env: { CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' } });
  beforeAll(async () => {
    await addAddress(database.db, 'alice@example.com');
  });

  it('takes every label that the parser takes: so does the check constraint of the table', async () => {
    const labels = fc.sample(keptLabel, 5000).filter((label) => !label.includes('\0'));
    const [constraint] = await database.sql('owner')`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'device_label'`;
    const condition = String(constraint?.['definition']).replace(/^CHECK/, '');
    const refused = await database
      .sql('owner')
      .unsafe(
        `select label from json_array_elements_text($1::text::json) device(label) where not ${condition}`,
        [JSON.stringify(labels)],
      );

    expect([...refused]).toEqual([]);
  });

  it('shows nasty labels as they are, in the list and in the audit channel', async () => {
    const person = app.person(dana);
    const labels = [...new Set(fc.sample(keptLabel, 300))]
      .filter((label) => !/["“”„]/.test(label))
      .slice(0, 12);
    for (const label of labels) {
      await person.say('it-helpdesk', `/devices add alice@example.com "${label}" phone imap`);
      await person.waitForMessage(`For ${label} on alice@example.com`);
    }
    const seen = person.messages('it-helpdesk').length;
    await person.say('it-helpdesk', '/devices alice@example.com');
    const list = await person.waitFor(({ messages }) =>
      messages('it-helpdesk')
        .slice(seen)
        .find((message) => readable(message).includes(`${labels.length} devices of`)),
    );
    for (const label of labels) {
      expect(readable(list)).toContain(label);
      const post = await person.waitForMessage(`added ${label} (`, 'mail-audit', 60_000);
      expect(stringsOf(asList(post.blocks)).literal.join('\n')).toContain(label);
    }
  }, 90_000);
});
