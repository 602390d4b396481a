import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../../src/core/actor.ts';
import { bold, code, person, relativeTime, text } from '../../../src/core/text.ts';
import type { Text } from '../../../src/core/text.ts';
import type { PrivateBlock, PrivateView } from '../../../src/core/view.ts';
import { renderView } from '../../../src/platforms/slack/render.ts';
import { blockProblems, stringsOf } from './blocks.ts';

/** Strings as somebody would write them who wants to break out, and any others. */
const data = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ maxLength: 4000 }),
  fc.constantFrom(
    '<!channel>',
    '@everyone',
    '<@U0DANA>',
    '<http://x|y>',
    '*b* _i_ ~s~ `c`',
    ':tada:',
    '&amp;',
    '{ago}',
  ),
);
const inline = fc.oneof(
  data,
  data.map(bold),
  data.map(code),
  fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }).map(relativeTime),
  // Whatever is there in place of an id.
  data.map((id) => person(id as ActorId)),
);
const written: fc.Arbitrary<Text> = fc.array(inline, { maxLength: 6 });
const id = fc.stringMatching(/^1:[a-z]{1,20}:\d{1,9}$/);
const block: fc.Arbitrary<PrivateBlock> = fc.oneof(
  written.map((value) => ({ kind: 'text' as const, text: value })),
  written.map((value) => ({ kind: 'note' as const, text: value })),
  fc.record({
    kind: fc.constant('row' as const),
    label: data,
    details: fc.array(written, { maxLength: 3 }),
    menu: fc.array(fc.record({ label: data, id, available: fc.boolean() }), { maxLength: 5 }),
  }),
  fc.record({
    kind: fc.constant('buttons' as const),
    buttons: fc.array(
      fc.record({
        label: data,
        id,
        style: fc.constantFrom('plain' as const, 'primary' as const, 'danger' as const),
      }),
      { maxLength: 5 },
    ),
  }),
);
const view: fc.Arbitrary<PrivateView> = fc.record({
  title: data,
  blocks: fc.array(block, { maxLength: 20 }),
});

/** All that may stand in a message beside literal text. */
const vocabulary =
  /^(header|plain_text|rich_text|rich_text_section|text|date|context|section|overflow|menu|actions|button|button-\d+|primary|danger|\{ago\}|\d{4}-\d\d-\d\d \d\d:\d\d UTC|1:[a-z]{1,20}:\d{1,9})$/;

describe('any data', () => {
  it('stands in literal text nodes alone, in a message that Slack takes', () => {
    fc.assert(
      fc.property(view, (drawn) => {
        const { text: spoken, blocks } = renderView(drawn, 'T0123');

        expect(blockProblems(blocks)).toEqual([]);
        for (const other of stringsOf(blocks).other) expect(other).toMatch(vocabulary);
        expect(spoken).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
      { numRuns: 2000 },
    );
  });

  it('is shown as it is where it fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 700 }), (label) => {
        const [, ...blocks] = renderView(
          {
            title: 'Title',
            blocks: [
              { kind: 'text', text: text`${label}${bold(label)}` },
              { kind: 'row', label: `a${label}`, details: [], menu: [] },
              { kind: 'note', text: text`a${label}` },
            ],
          },
          undefined,
        ).blocks;

        expect(stringsOf(blocks).literal).toEqual([label, label, `a${label}`, `a${label}`]);
      }),
    );
  });
});
