import { type Identity, parseActorId } from '../core/actor.ts';
import type { NeverReceived, Sweeper } from '../core/audit-ports.ts';
import { type ActionReference, button } from '../core/command.ts';
import type { Log } from '../core/ports.ts';
import { bold, code, text } from '../core/text.ts';
import type { PublicView } from '../core/view.ts';
import { allDone } from './all-done.ts';
import { failureOf, inTime } from './failure.ts';
import { createLoop } from './loop.ts';

/** The buttons of the message, which their commands define. */
export interface SweepLinks {
  readonly askChangePassword: ActionReference<{ readonly device: 'device'; readonly version: 'integer' }>;
  readonly showList: ActionReference<{
    readonly address: 'address';
    readonly page: 'integer';
    readonly match: 'word';
  }>;
}

export interface SweepOptions {
  readonly sweeper: Sweeper;
  readonly links: SweepLinks;
  readonly log: Log;
  /** Milliseconds. */
  readonly every?: number;
  /** @throws where the person can't be reached, also since that platform isn't connected */
  tell(person: Identity, view: PublicView): Promise<void>;
}

export interface Sweep {
  start(): void;
  /** Waits for the messages that are on their way. */
  stop(): Promise<void>;
}

/** The last one. The pauses between them are the database's. */
const tries = 6;

/** More than a message takes: no other process tells the same person meanwhile. */
const leaseSeconds = 60;

/**
 * Withdraws passwords that reached nobody within two minutes, and tells who asked for them. Sign-in refuses them
 * anyway; this makes it visible. Any number of processes may do it.
 */
export function createSweep(options: SweepOptions): Sweep {
  const { sweeper, links, log, every = 15_000, tell } = options;
  return createLoop({ name: 'sweep', every, log, round });

  async function round(): Promise<void> {
    const withdrawn = await sweeper.sweep();
    if (withdrawn > 0) log.warn({ withdrawn }, 'passwords withdrawn that nobody received');
    const untold = await sweeper.claimUntold(leaseSeconds);
    await allDone(untold.map(tellOne));
  }

  async function tellOne(password: NeverReceived): Promise<void> {
    const { op, device: id, issuedTo } = password;
    const facts = { op, device: id, issuedTo };
    const person = parseActorId(issuedTo);
    if (!person || person.platform === 'terminal') {
      log.warn(facts, 'password never received: nobody reads messages at a terminal');
      return sweeper.told(op, id);
    }
    try {
      await inTime(tell(person, neverReceivedView(password, links)));
    } catch (error) {
      return failed(password, error);
    }
    await sweeper.told(op, id);
  }

  async function failed(password: NeverReceived, error: unknown): Promise<void> {
    const { op, device, issuedTo, attempts } = password;
    const facts = { err: error, op, device, issuedTo, attempts };
    if (attempts < tries) log.warn(facts, 'actor not told of a password never received: tried again');
    else log.error(facts, 'actor not told of a password never received: given up');
    await sweeper.tellFailed(op, device, failureOf(error).code);
  }
}

export function neverReceivedView(password: NeverReceived, links: SweepLinks): PublicView {
  const { device, version, address, addressId, label } = password;
  return {
    title: 'A password never reached you',
    blocks: [
      {
        kind: 'text',
        text: text`The new password of ${bold(label)} on ${code(address)} never reached you, so it is refused. Change it again.`,
      },
      {
        kind: 'buttons',
        buttons: [
          button('Change the password again', links.askChangePassword, { device, version }, 'primary'),
          button('Show the devices', links.showList, { address: addressId, page: 0, match: '' }),
        ],
      },
    ],
  };
}
