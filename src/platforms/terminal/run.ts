import { randomUUID } from 'node:crypto';
import type { Actor } from '../../core/actor.ts';
import type { UserErrorCode } from '../../core/errors.ts';
import { type Answers, NotDelivered, type Open, type Request } from '../../core/platform.ts';
import type { Button, PrivateView } from '../../core/view.ts';
import { drawView } from './draw.ts';
import { viewJson } from './json.ts';

/** The terminal that somebody sits at, or what stands in for it in a script. */
export interface Terminal {
  /** Somebody can answer a question. */
  readonly isInteractive: boolean;
  /** What is written is read by a person, and goes into no file or pipe. */
  readonly isScreen: boolean;
  readonly colour: boolean;
  /** Rejects where it can't be written. */
  write(text: string): Promise<void>;
  warn(line: string): void;
  /** `y` or `yes`; anything else, the end of the input too, is a no. */
  confirm(question: string): Promise<boolean>;
}

export interface TerminalOptions {
  /** One JSON object a line for each answer, in place of a table. */
  readonly json: boolean;
  /** Goes on with every question. */
  readonly yes: boolean;
  /** A new password may go into a file or a pipe. */
  readonly printPassword: boolean;
  /** Whether the command may end in a new password. */
  readonly issuesPassword: boolean;
  /** Where all of it is: said behind an answer that goes on behind a button, which can't be clicked here. */
  readonly rest?: string;
}

/** What a script can tell the end by. The last two are of `sysexits.h`: EX_SOFTWARE and EX_TEMPFAIL. */
export const exitCodes = { done: 0, notDone: 1, usage: 2, forbidden: 3, defect: 70, tryAgain: 75 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** A question that changes under somebody's eyes is asked again; one that always does is given up. */
const mostQuestions = 5;

/** Runs one command, asks what it asks, and prints what it answers. */
export async function runInTerminal(
  open: Open,
  actor: Actor,
  words: readonly string[],
  terminal: Terminal,
  options: TerminalOptions,
): Promise<ExitCode> {
  if (options.issuesPassword && !terminal.isScreen && !options.printPassword) {
    terminal.warn(
      'A new password would go into a file or a pipe. Nothing was changed. Add --print-password if it should.',
    );
    return exitCodes.usage;
  }
  /** What was printed last may not have arrived, such as in a pipe that nobody reads. */
  let isBroken = false;
  let request: Request = { actor, op: randomUUID(), kind: 'command', words };
  for (let asked = 0; asked < mostQuestions; asked += 1) {
    const { code, question } = await answerOnce(request);
    if (!question) return code;
    if (!options.yes) {
      if (!terminal.isInteractive) {
        terminal.warn(
          'Nobody can be asked here. Nothing was changed. Add --yes to go on without a question.',
        );
        return exitCodes.usage;
      }
      if (!(await terminal.confirm(`${question.label}?`))) {
        terminal.warn('Nothing was changed.');
        return exitCodes.notDone;
      }
    }
    request = { actor, op: randomUUID(), kind: 'action', id: question.id };
  }
  terminal.warn('It changes all the time. Nothing was changed. Try again in a moment.');
  return exitCodes.tryAgain;

  async function answerOnce(asking: Request): Promise<{ code: ExitCode; question: Button | undefined }> {
    let code: ExitCode = exitCodes.done;
    let question: Button | undefined;
    const show = async (view: PrivateView): Promise<void> => {
      question = questionOf(view);
      if (view.failure !== undefined) code = exitCodeOf(view.failure);
      // A program that said yes beforehand has no use for the question.
      if (!(question && options.json)) await print(view);
    };
    const answers: Answers = {
      privately: show,
      replace: show,
      form: () => Promise.reject(new NotDelivered('A terminal has no forms', 'refused')),
    };
    await open(asking).run(answers);
    return { code: isBroken && code === exitCodes.done ? exitCodes.notDone : code, question };
  }

  async function print(view: PrivateView): Promise<void> {
    const now = new Date();
    const text = options.json
      ? `${JSON.stringify(viewJson(view, now))}\n`
      : drawView(view, { colour: terminal.colour, now });
    try {
      await terminal.write(text);
      if (options.rest !== undefined && goesOn(view)) terminal.warn(options.rest);
    } catch (error) {
      isBroken = true;
      throw new NotDelivered('The terminal takes nothing', 'unknown', { cause: error });
    }
  }
}

function goesOn({ blocks }: PrivateView): boolean {
  return blocks.some((block) => block.kind === 'buttons' && !block.asks);
}

function questionOf({ blocks }: PrivateView): Button | undefined {
  for (const block of blocks) {
    if (block.kind === 'buttons' && block.asks) return block.buttons[0];
  }
  return undefined;
}

export function exitCodeOf(failure: UserErrorCode | 'defect'): ExitCode {
  switch (failure) {
    case 'defect':
      return exitCodes.defect;
    case 'forbidden':
      return exitCodes.forbidden;
    case 'try-again':
      return exitCodes.tryAgain;
    case 'bad-option':
    case 'unclosed-quote':
    case 'unknown-command':
      return exitCodes.usage;
    case 'changed-meanwhile':
    case 'no-such-address':
    case 'no-such-device':
    case 'not-available':
    case 'stale-button':
    case 'too-many-changes':
      return exitCodes.notDone;
  }
}
