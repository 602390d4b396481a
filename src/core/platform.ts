import type { Actor, Identity, PlatformName } from './actor.ts';
import type { Lead } from './leadership.ts';
import type { OptionSpecs, RawOption } from './option.ts';
import type { Directory } from './permission.ts';
import type { PrivateView, PublicView } from './view.ts';

/** What reached a platform from a person, without its wire format. */
export type Request = {
  readonly actor: Actor;
  /** The platform's own id of this delivery: one has one effect, however often it comes. */
  readonly op: string;
} &
  /** As typed in one line, or already split by a shell. */
  (
    | { readonly kind: 'command'; readonly words: string | readonly string[] }
    /** Where the platform has a field for each option; `values` by their names. */
    | {
        readonly kind: 'filled-command';
        readonly command: string;
        readonly values: Readonly<Record<string, RawOption>>;
      }
    | { readonly kind: 'action'; readonly id: string }
    /** A form sent; `values` by the names of its fields. */
    | {
        readonly kind: 'submission';
        readonly id: string;
        readonly values: Readonly<Record<string, RawOption>>;
      }
  );

/**
 * What kind of answer is coming, known before any work is done, since platforms want to know it first.
 *
 * - `private`: a new message that only this person sees.
 * - `replace`: in place of the message that was clicked, where the platform says that only this person sees that
 *   one; else a new private message. It holds no secret: a doubled click could overwrite it before it was read.
 * - `form`: a form, which must be the first answer.
 */
export type ReplyKind = 'private' | 'replace' | 'form';

export interface Task {
  readonly reply: ReplyKind;
  /** No device or address changes by it: it may begin before the platform took a first answer. */
  readonly onlyReads: boolean;
  /** Not empty only for a submission: the platform shows each beside its field, and does not run the task. */
  readonly fieldErrors: Readonly<Record<string, string>>;
  /** Does the work and answers. Never rejects. */
  run(answers: Answers): Promise<void>;
}

/** Synchronous, so that a platform can acknowledge before any work. Never throws. */
export type Open = (request: Request) => Task;

/** What somebody has typed so far into one option of a command. */
export interface Typing {
  readonly actor: Actor;
  readonly command: string;
  readonly option: string;
  readonly typed: string;
  /** The other options, as far as they are filled in. */
  readonly values: Readonly<Record<string, string>>;
}

export interface Suggestion {
  readonly label: string;
  readonly value: string;
}

/** At most 25, of what the asker may see. Nothing where that can't be said in time. Never rejects. */
export type Suggest = (typing: Typing) => Promise<readonly Suggestion[]>;

/**
 * The ways back to the person. Each resolves when the platform took the message, and rejects with `NotDelivered`
 * where it did not, or where that can't be known.
 */
export interface Answers {
  privately(view: PrivateView): Promise<void>;
  replace(view: PublicView): Promise<void>;
  form(form: Form): Promise<void>;
}

/**
 * - `refused`: it was certainly not shown.
 * - `unknown`: the answer was lost, it may have been.
 * - `elsewhere`: another process of ours answers the same delivery.
 */
export type Certainty = 'refused' | 'unknown' | 'elsewhere';

export class NotDelivered extends Error {
  override readonly name = 'NotDelivered';
  readonly certainty: Certainty;

  constructor(message: string, certainty: Certainty, options?: ErrorOptions) {
    super(message, options);
    this.certainty = certainty;
  }
}

export interface Form {
  /** The action id that the form brings back when sent. */
  readonly id: string;
  /** At most 24 characters: Slack's limit. */
  readonly title: string;
  readonly submit: string;
  readonly note: string;
  readonly fields: OptionSpecs;
  /** What stands in the fields at first, by name. */
  readonly values: Readonly<Record<string, RawOption>>;
}

/** A post to a channel failed. */
export class PostFailure extends Error {
  override readonly name = 'PostFailure';
  /** The platform's own word, such as `is_archived`. */
  readonly code: string;
  /** True where a person must mend it: trying again at once can't help. */
  readonly permanent: boolean;
  /** In seconds, where the platform said when to come back. */
  readonly retryAfter: number | undefined;

  constructor(
    code: string,
    options: { readonly permanent: boolean; readonly retryAfter?: number; readonly cause?: unknown },
  ) {
    super(`The platform refused the message: ${code}`, { cause: options.cause });
    this.code = code;
    this.permanent = options.permanent;
    this.retryAfter = options.retryAfter;
  }
}

/** A chat platform, as the rest of Postern sees it. */
export interface ChatPlatform extends Directory {
  readonly name: PlatformName;
  /**
   * Resolves when people can be answered, by this process or by the one that leads.
   *
   * @param lead for a platform that gives every process each delivery. Left out: there is no other process
   */
  start(open: Open, suggest: Suggest, lead?: Lead): Promise<void>;
  /** Takes nothing new, waits for what is being answered (at most 8 s), then closes. */
  stop(): Promise<void>;
  /** True while deliveries can arrive. */
  ready(): boolean;
  /** Connections that deliveries can arrive over now. Undefined where they come as HTTP requests. */
  sockets(): number | undefined;
  /** True while another process answers, and this one takes over when it is gone. */
  standsBy?(): boolean;
  /**
   * @param key the same for the same message, so that a platform that can tell drops the second of two
   * @throws {PostFailure}
   */
  post(channel: string, view: PublicView, key?: string): Promise<void>;
  /**
   * A direct message to one person.
   * @throws {PostFailure}
   */
  tell(person: Identity, view: PublicView): Promise<void>;
}
