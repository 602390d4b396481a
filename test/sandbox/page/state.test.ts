import { describe, expect, it } from 'vitest';
import { earlierLine, laterLine, remember } from '../../../src/sandbox/page/state/history.ts';
import { linesOf } from '../../../src/sandbox/page/state/lines.ts';
import { readPlace, writePlace } from '../../../src/sandbox/page/state/place.ts';
import { hintFor, suggestionsFor } from '../../../src/sandbox/page/state/suggestions.ts';

describe('the address', () => {
  it.each([
    ['#U0DANA/C0HELP', 'U0DANA', 'C0HELP'],
    ['#U0DANA', 'U0DANA', ''],
    ['', '', ''],
  ])('%s says who acts, and where', (hash, user, channel) => {
    expect(readPlace(hash)).toEqual({ user, channel });
    expect(readPlace(writePlace({ user, channel }))).toEqual({ user, channel });
  });
});

describe('the lines of a channel', () => {
  const noon = new Date(2026, 8, 21, 12).getTime() / 1000;
  const message = (at: number, more: object = {}) => ({
    ts: `${at}.000001`,
    channel: 'C0HELP',
    from: 'U0SAM',
    text: '',
    blocks: [],
    ephemeral: false,
    ...more,
  });

  it.each<[sentence: string, second: object, follows: boolean]>([
    ['the same author soon after', message(noon + 60), true],
    ['the same author long after', message(noon + 600), false],
    ['another author', message(noon + 60, { from: 'U0DANA' }), false],
    ['a message for one person', message(noon + 60, { ephemeral: true }), false],
  ])('keep together: %s', (_sentence, second, follows) => {
    const lines = linesOf([message(noon), { ...message(noon), ...second }], [], 'C0HELP');

    expect(lines[1]).toMatchObject({ follows });
  });

  it('put notices between the messages, and begin each day anew', () => {
    const notice = { at: noon + 1, channel: 'C0HELP', text: 'failed' };
    const other = message(noon + 2, { channel: 'C0AUDIT' });

    expect(
      linesOf([message(noon), other, message(noon + 86_400)], [notice], 'C0HELP').map((line) => [
        line.kind,
        line.newDay,
      ]),
    ).toEqual([
      ['message', true],
      ['notice', false],
      ['message', true],
    ]);
  });
});

describe('the message field', () => {
  const commands = [
    { command: '/devices', description: '', usageHint: '[address]' },
    { command: '/device-audit', description: '', usageHint: '' },
  ];

  it.each([
    ['/', ['/devices', '/device-audit']],
    ['/DEVICES', ['/devices']],
    ['/devices ', []],
    ['devices', []],
    ['', []],
  ])('suggests for “%s”', (draft, expected) => {
    expect(suggestionsFor(draft, commands).map(({ command }) => command)).toEqual(expected);
  });

  it('hints how a command goes on', () => {
    expect(hintFor('/devices al', commands)).toBe('/devices [address]');
    expect(hintFor('/nothing al', commands)).toBeUndefined();
  });

  it('recalls what was sent, the last first, and then an empty line again', () => {
    const sent = ['a', 'b', 'a'].reduce(remember, { lines: [], at: 0 });
    const last = earlierLine(sent);
    const before = earlierLine(last.history);

    expect([last.line, before.line, earlierLine(before.history).line]).toEqual(['a', 'b', 'b']);
    expect([laterLine(before.history).line, laterLine(last.history).line]).toEqual(['a', '']);
  });
});
