import { type Command, InvalidArgumentError, Option } from 'commander';
import { type ExportFormat, exportFormats } from '../core/audit.ts';
import type { Head } from '../core/chain.ts';
import { parseEmailAddress } from '../core/email-address.ts';
import { readHeads } from '../audit/verify-heads.ts';
import { type ResultOptions, withJson } from './result.ts';

interface VerifyWords extends ResultOptions {
  readonly head: readonly Head[];
  readonly headsFile?: string;
  readonly file?: string;
  readonly gaps?: boolean;
}

interface ExportWords {
  readonly format: ExportFormat;
  readonly since?: Date;
  readonly address?: string;
}

interface PruneWords extends ResultOptions {
  readonly before: Date;
  readonly reason: string;
  readonly withoutChannel?: boolean;
  readonly retiredChannel: readonly string[];
  readonly yes?: true;
}

/**
 * `postern audit …`: the whole audit log. Chat shows the last changes of an address.
 *
 * Here and in the other files of this folder: what a command works with is loaded when it begins.
 */
export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('The audit log: verify, export and prune it');

  withJson(audit.command('verify'))
    .description('Verify that no event was changed, removed or put in')
    .option('--head <head>', 'must be in it, as an audit channel shows it: "#1042 · 3f9a1c07"', readHead, [])
    .option('--heads-file <file>', 'the same for every head in lines that were copied from a channel')
    .option('--file <file>', 'verify what was exported as jsonl, in place of the database')
    .option('--gaps', 'with --file: it was exported of one address, so numbers are missing')
    .action(async ({ head, headsFile, file, gaps = false, ...options }: VerifyWords) => {
      const { verifyAudit } = await import('./audit-verify.ts');
      process.exitCode = await verifyAudit({ heads: head, headsFile, file, mayHaveGaps: gaps }, options);
    });

  audit
    .command('export')
    .description('Write events to standard output. That you did is an event, too')
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('jsonl'))
    .option('--since <date>', 'only what happened from then on, such as 2026-11-01 (UTC)', readDate)
    .option('--address <address>', 'only changes of this address')
    .action(async ({ format, since, address }: ExportWords) => {
      const { exportAudit } = await import('./audit-export.ts');
      process.exitCode = await exportAudit({
        format,
        since,
        address: address === undefined ? undefined : parseEmailAddress(address),
      });
    });

  withJson(audit.command('prune'))
    .description('Remove old events for good. An anchor takes their place, and the chain goes on from it')
    .requiredOption('--before <date>', 'what happened before then, such as 2025-01-01 (UTC)', readDate)
    .requiredOption('--reason <words>', 'why: it stays in the log', readReason)
    .option('--without-channel', 'there is no audit channel')
    .option('--retired-channel <channel>', 'nobody posts there any more: slack:C0123ABCD', collect, [])
    .option('-y, --yes', 'go on without a question')
    .action(async ({ before, reason, withoutChannel = false, retiredChannel, ...options }: PruneWords) => {
      const { pruneAuditLog } = await import('./audit-prune.ts');
      process.exitCode = await pruneAuditLog(
        { before, reason, withoutChannel, retiredChannels: retiredChannel },
        options,
      );
    });
}

function readHead(typed: string, before: readonly Head[]): readonly Head[] {
  const heads = readHeads(typed);
  if (heads.length === 1) return [...before, ...heads];
  throw new InvalidArgumentError('An example: "#1042 · 3f9a1c07"');
}

/** Midnight in UTC, or a moment to the second. */
function readDate(typed: string): Date {
  const isDate = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}Z)?$/.test(typed);
  const date = new Date(typed);
  // The clock of JavaScript takes the 30th of February for the 2nd of March.
  if (isDate && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(typed.slice(0, 10)))
    return date;
  throw new InvalidArgumentError('An example: 2026-11-01, or 2026-11-01T12:00:00Z');
}

function readReason(typed: string): string {
  const reason = typed.trim();
  if (reason.length >= 1 && reason.length <= 500 && !/\p{Cc}/u.test(reason)) return reason;
  throw new InvalidArgumentError('One line, with 1 to 500 characters.');
}

function collect(typed: string, before: readonly string[]): readonly string[] {
  return [...before, typed];
}
