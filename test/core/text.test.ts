import { describe, expect, it } from 'vitest';
import type { ActorId } from '../../src/core/actor.ts';
import {
  bold,
  code,
  exactTime,
  joined,
  person,
  relativeTime,
  sentenceList,
  type Text,
  text,
} from '../../src/core/text.ts';

const now = new Date(0);
// Any id will do.
const dana = 'slack:T1/U1' as ActorId;

describe('text', () => {
  it.each<[name: string, written: Text, pieces: Text]>([
    ['of nothing has no pieces', text``, []],
    ['of words is one piece', text`Hello`, ['Hello']],
    ['keeps what is put in as data', text`a ${'<!channel> *b*'} c`, ['a ', '<!channel> *b*', ' c']],
    ['leaves out what is empty', text`${''}${bold('b')}`, [{ bold: 'b' }]],
    ['takes text into text', text`a ${text`b ${code('c')}`} d`, ['a ', 'b ', { code: 'c' }, ' d']],
    ['takes empty text into text', text`a${[]}b`, ['a', 'b']],
    ['knows an exact time', text`${exactTime(now)}`, [{ time: now, style: 'exact' }]],
    ['knows a relative time', text`${relativeTime(now)}`, [{ time: now, style: 'relative' }]],
    ['knows people by their id', text`${person(dana)}`, [{ person: dana }]],
    ['reads escapes as JavaScript does', text`a\n${'\\n'}`, ['a\n', '\\n']],
  ])('%s', (_name, written, pieces) => {
    expect(written).toEqual(pieces);
  });
});

describe('texts are joined', () => {
  it.each<[name: string, texts: readonly Text[], pieces: Text]>([
    ['into nothing', [], []],
    ['with what stands between them', [text`a`, text`b`], ['a', ' · ', 'b']],
    ['without those that are empty', [[], text`a`, [], text`b`, []], ['a', ' · ', 'b']],
  ])('%s', (_name, texts, pieces) => {
    expect(joined(texts, ' · ')).toEqual(pieces);
  });
});

it.each<[words: readonly string[], sentence: string]>([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a or b'],
  [['a', 'b', 'c'], 'a, b or c'],
])('lists %j as “%s”', (words, sentence) => {
  expect(sentenceList(words, 'or')).toBe(sentence);
  expect(sentenceList(words)).toBe(sentence.replace(' or ', ' and '));
});
