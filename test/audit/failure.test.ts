import { describe, expect, it } from 'vitest';
import { failureOf, inTime } from '../../src/audit/failure.ts';
import { PostFailure } from '../../src/core/platform.ts';

describe('a message on its way', () => {
  it('counts as failed where the platform never answers', async () => {
    await expect(inTime(new Promise(() => {}), 20)).rejects.toMatchObject({
      code: 'no_answer',
      permanent: false,
    });
  });

  it('fails as its platform says', async () => {
    const refused = new PostFailure('is_archived', { permanent: true });
    await expect(inTime(Promise.reject(refused), 1000)).rejects.toBe(refused);
  });

  it('is taken', async () => {
    await expect(inTime(Promise.resolve(), 1000)).resolves.toBeUndefined();
  });
});

describe('a failure', () => {
  it.each<[string, unknown, object]>([
    [
      'of a platform keeps its word, and its pause in milliseconds',
      new PostFailure('rate_limited', { permanent: false, retryAfter: 30 }),
      { code: 'rate_limited', permanent: false, retryAfter: 30_000 },
    ],
    [
      'of any other kind is named, not quoted',
      new RangeError('hunter2'),
      { code: 'RangeError', permanent: false, retryAfter: undefined },
    ],
    ['that is no error has no name', 'hunter2', { code: 'unknown', permanent: false, retryAfter: undefined }],
  ])('%s', (_name, error, expected) => {
    expect(failureOf(error)).toEqual(expected);
  });
});
