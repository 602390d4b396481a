/** Answers of 401, 403 and 429 in ten minutes, after which Discord's front door turns an address away. */
const mostInvalid = 10_000;
const window = 10 * 60_000;

/** @see https://docs.discord.com/developers/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans */
export interface Ban {
  readonly count: (status: number) => void;
  readonly isBanned: () => boolean;
}

export function createBan(): Ban {
  let since = 0;
  let invalid = 0;
  const isOver = (): boolean => Date.now() - since > window;

  return {
    count: (status) => {
      if (status !== 401 && status !== 403 && status !== 429) return;
      if (isOver()) {
        since = Date.now();
        invalid = 0;
      }
      invalid += 1;
    },
    isBanned: () => !isOver() && invalid >= mostInvalid,
  };
}
