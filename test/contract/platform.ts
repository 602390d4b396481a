import type { TestDatabase } from '../support/database.ts';

/** Who acts: may everything; what a helpdesk does; their own address alice@example.com; nothing. */
export type Role = 'admin' | 'helpdesk' | 'owner' | 'nobody';

/** One thing of a list, as it can be read. */
export interface SeenRow {
  readonly label: string;
  /** All that is said of it. */
  readonly words: string;
  /** What can be chosen of it, and what is named as not available. Empty where there are no menus. */
  readonly can: readonly string[];
  readonly cannot: readonly string[];
}

/** What a person was answered. */
export interface Answer {
  /** The platform's name for it. */
  readonly id: string;
  /** All that can be read, without what makes it bold. Buttons are apart, where the platform has some. */
  readonly words: string;
  readonly rows: readonly SeenRow[];
  /** Those that are about the whole of it. */
  readonly buttons: readonly string[];
  /** Nobody else sees it. */
  readonly isPrivate: boolean;
  /** What stands there to be copied. */
  readonly copied: readonly string[];
}

/** Of a form, or typed in its place, by the names of the fields. What is left out stays as it was. */
export interface DeviceWords {
  readonly label?: string;
  readonly kind?: string;
  readonly protocols?: readonly string[];
}

export interface OpenForm {
  /** What is wrong with a field is an answer too; the form is to be opened again then. */
  submit(fields: DeviceWords): Promise<Answer>;
}

/** One person on the platform. Each act gives its first answer. */
export interface ContractPerson {
  /** @param options by name, in their order */
  command(name: string, options?: Readonly<Record<string, string>>): Promise<Answer>;
  /** An entry of the menu of a row, such as "Change password". */
  choose(list: Answer, row: string, entry: string): Promise<Answer>;
  /** A button that is about the whole, such as the two of a question. */
  press(answer: Answer, button: string): Promise<Answer>;
  /** Opens a form, by a button or by an entry of the menu of a row. */
  open(list: Answer, by: { readonly row?: string; readonly button: string }): Promise<OpenForm>;
  /** What comes by itself after an answer: the first message, old or new, that has these words. */
  hears(words: string | RegExp): Promise<Answer>;
  /** Everything that this person sees now. */
  seen(): string;
}

/** Postern, running on one platform. */
export interface ContractRun {
  person(role: Role): ContractPerson;
  /** As the audit names this person. */
  actor(role: Role): string;
  /** As a message names this person. */
  named(role: Role): string;
  /** The log, and whatever else leaves Postern, but the private answers themselves. */
  leaving(): string;
  /** Each delivery comes twice while this works. Left out where there are none. */
  doubled?<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The audit channel, and direct messages. Left out where the platform has none. */
  readonly posts?: {
    /** Waits for a post in the audit channel that has these words. */
    audited(words: string | RegExp): Promise<string>;
    /** Waits for a direct message to the owner that has these words. */
    toldOwner(words: string | RegExp): Promise<string>;
    /** All direct messages to the owner so far. */
    ownerSaw(): string;
  };
  stop(): Promise<void>;
}

/** What a platform gives to the stories. */
export interface ContractPlatform {
  readonly rowsPerPage: number;
  readonly eventsPerPage: number;
  /** Lists have menus and buttons, which can go stale. Without them, each is a command. */
  readonly hasMenus: boolean;
  /** What is not available can't be chosen; else choosing it is answered with the reason. */
  readonly greysOut: boolean;
  /** The audit is posted and owners are told directly: not so at a terminal. */
  readonly hasChannels: boolean;
  /** Commands are typed, so that a word can be wrong. */
  readonly isTyped: boolean;
  /** Each act is a process of its own: the stories are told side by side. */
  readonly isSlow: boolean;
  start(database: TestDatabase): Promise<ContractRun>;
}

/** The stories issue more passwords than one person does, and so do those who prepare them. */
export const contractSettings = { CHANGES_PER_MINUTE: '1000' } as const;
