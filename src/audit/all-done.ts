/** Waits for each of them, also where one fails: nothing must go on behind the round that began it. */
export async function allDone(work: readonly Promise<void>[]): Promise<void> {
  const ends = await Promise.allSettled(work);
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}
