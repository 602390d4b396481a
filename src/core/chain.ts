/** Before the first event stands this hash. */
export const hashBeforeFirst: Buffer = Buffer.alloc(32);

/** One event as it is stored, in bytes: those are what was hashed. */
export interface ChainRow {
  readonly number: number;
  readonly hash: Buffer;
  /** The previous hash, and the entry behind it: the bytes whose SHA-256 the hash is. */
  readonly hashed: Buffer;
  /** How many bytes of that are the previous hash: 32, unless somebody changed it. */
  readonly previousLength: number;
  /** What the table can be searched by. Undefined of an exported event. */
  readonly columns: ChainColumns | undefined;
}

export interface ChainColumns {
  /** Microseconds since 1970. */
  readonly at: number;
  readonly actor: Buffer;
  readonly op: Buffer;
  readonly kind: Buffer;
  /** A key, in digits. */
  readonly addressId: string | undefined;
}

/** Stands for the events that were pruned: the number and the hash of the last of them. */
export interface Anchor {
  readonly number: number;
  readonly hash: Buffer;
}

/** How far an audit channel was posted. */
export interface PostedChannel {
  readonly channel: string;
  readonly postedNumber: number;
  /** The number and the hash of an event that was posted there, as the database has kept them. */
  readonly head: Anchor | undefined;
}

/** What the database holds beside the events, as it was when they were read. */
export interface ChainSurroundings {
  /** The newest; undefined where nothing was pruned. */
  readonly anchor: Anchor | undefined;
  readonly channels: readonly PostedChannel[];
}

/** An event that somebody read in a channel: `#1042 · 3f9a1c07`. */
export interface Head {
  readonly number: number;
  /** The beginning of the hash, in hexadecimal digits. */
  readonly hash: string;
}
