import { describe, expect, it } from 'vitest';
import { formatDate, formatDay } from '../../../src/sandbox/page/kit/date-format.ts';

/** Local time, as the page's reader has it, so that the test holds in every time zone. */
const seconds = (...parts: [number, number, number, number?, number?]): number =>
  new Date(...parts).getTime() / 1000;
const moment = seconds(2026, 8, 21, 9, 5);
const now = new Date(2026, 8, 23, 12, 0).getTime();

describe('a date', () => {
  it.each([
    ['{date_num}', '2026-09-21'],
    ['{date}', 'September 21st, 2026'],
    ['{date_short}', 'Sep 21, 2026'],
    ['{date_long}', 'Monday, September 21st, 2026'],
    ['{date_short_pretty} at {time}', 'Sep 21, 2026 at 9:05 AM'],
    ['{time_secs}', '9:05:00 AM'],
    ['{ago}', '2 days ago'],
    ['{date} {moon}', 'then'],
    ['{constructor}', 'then'],
    ['', 'then'],
  ])('in the format %s reads %s', (format, expected) => {
    expect(formatDate(moment, format, 'then', now)).toBe(expected);
  });

  it.each([
    ['yesterday', seconds(2026, 8, 22, 23, 59)],
    ['today', seconds(2026, 8, 23, 0, 0)],
    ['tomorrow', seconds(2026, 8, 24, 8, 0)],
  ])('near now reads “%s”', (expected, timestamp) => {
    expect(formatDate(timestamp, '{date_pretty}', 'then', now)).toBe(expected);
  });

  it('that is none reads as its fallback', () => {
    expect(formatDate(Number.NaN, '{date}', 'then', now)).toBe('then');
  });

  it('stands over the messages of its day', () => {
    expect(formatDay(moment, now)).toBe('Monday, September 21st');
    expect(formatDay(now / 1000, now)).toBe('Today');
  });
});
