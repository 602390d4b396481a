import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** The sandbox's side of src/sandbox/discord-window.ts, for any web server on this machine to mount. */
export interface WindowMount {
  /** @returns whether the path is the window's: then it is answered */
  readonly request: (request: IncomingMessage, response: ServerResponse) => boolean;
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  /** Ends the open pages' connections. */
  readonly stop: () => void;
}
