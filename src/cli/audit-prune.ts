import { setTimeout as sleep } from 'node:timers/promises';
import { countOlder, pruneAudit, type PruneOutcome, type Pruning } from '../../db/audit-anchor.ts';
import type { DatabaseTarget } from '../../db/client.ts';
import { UserError } from '../core/errors.ts';
import { type ExitCode, exitCodes } from '../platforms/terminal/run.ts';
import { demandExport } from './audit-permission.ts';
import { printResult, type ResultOptions } from './result.ts';
import { screen } from './screen.ts';
import { withStore } from './session.ts';

export interface PruneOptions extends ResultOptions {
  readonly yes?: true;
}

/** Removes old events, after a question. */
export async function pruneAuditLog(
  pruning: Omit<Pruning, 'askedBy'>,
  options: PruneOptions,
): Promise<ExitCode> {
  if (pruning.before.getTime() > Date.now()) {
    throw new UserError('bad-option', 'What is to come can’t be pruned. Nothing was removed.');
  }
  return withStore(async (opened) => {
    const { id: askedBy } = await demandExport(opened, 'audit-prune', undefined);
    const { owner } = opened.store;
    if (owner === undefined) {
      throw new UserError(
        'not-available',
        'Only the owner of the database may prune. Nothing was removed. Set DATABASE_OWNER_URL for this command.',
      );
    }
    const declined = await ask(owner, pruning.before, options);
    if (declined !== undefined) return declined;
    return end(await insistently(owner, { ...pruning, askedBy }), options);
  });
}

/** Undefined where it is to go on. */
async function ask(
  owner: DatabaseTarget,
  before: Date,
  { yes }: PruneOptions,
): Promise<ExitCode | undefined> {
  if (yes) return undefined;
  const terminal = screen();
  if (!terminal.isInteractive) {
    terminal.warn('Nobody can be asked here. Nothing was removed. Add --yes to go on without a question.');
    return exitCodes.usage;
  }
  const older = await countOlder(owner, before);
  const question = `Remove the ${older} events before ${before.toISOString()} for good? Only an export or a backup has them then.`;
  if (await terminal.confirm(question)) return undefined;
  terminal.warn('Nothing was removed.');
  return exitCodes.notDone;
}

/** An audit channel that is in use is a moment behind: one message a second is posted. */
const patienceMilliseconds = 15_000;
const pauseMilliseconds = 500;

async function insistently(owner: DatabaseTarget, pruning: Pruning): Promise<PruneOutcome> {
  const end = performance.now() + patienceMilliseconds;
  for (;;) {
    const outcome = await pruneAudit(owner, pruning);
    if (outcome.kind !== 'channels-behind' || performance.now() > end) return outcome;
    await sleep(pauseMilliseconds);
  }
}

function end(outcome: PruneOutcome, options: ResultOptions): ExitCode {
  switch (outcome.kind) {
    case 'pruned': {
      const { count, upTo, hash } = outcome;
      const line = `Removed ${count} events, up to #${upTo}. The chain goes on from #${upTo} · ${hash}.`;
      printResult({ lines: [line], data: { removed: count, anchor: { number: upTo, hash } } }, options);
      return exitCodes.done;
    }
    case 'nothing-older':
      printResult(
        { lines: ['No event is older. Nothing was removed.'], data: { removed: 0, anchor: null } },
        options,
      );
      return exitCodes.done;
    case 'channels-behind':
      throw new UserError(
        'try-again',
        `${outcome.channels} was not posted up to now, and must be before. Nothing was removed. Start Postern, or put the channel right. If nobody posts there any more: --retired-channel ${outcome.channels.split(', ')[0]}`,
      );
    case 'no-channel':
      throw new UserError(
        'not-available',
        'There is no audit channel, so nobody would have the head of what is removed. Nothing was removed. If there shall be none: --without-channel',
      );
  }
}
