import type { Head } from '../../src/core/chain.ts';
import { eventBehind, hashOf, type StoredEvent } from '../support/chain.ts';

/** What is known outside of the database: how far a channel was posted, and what people read there. */
export interface Tampered {
  readonly events: readonly StoredEvent[];
  readonly posted: number;
  readonly heads: readonly Head[];
}

type Below = (limit: number) => number;
type Tamper = (events: StoredEvent[], below: Below) => readonly Head[] | undefined;

function at(events: readonly StoredEvent[], index: number): StoredEvent {
  const event = events[index];
  if (!event) throw new Error(`There is no event at ${index}`);
  return event;
}

function flipped(bytes: Buffer, below: Below): Buffer {
  const copy = Buffer.from(bytes);
  const place = below(copy.length);
  copy.writeUInt8(copy.readUInt8(place) ^ (1 << below(8)), place);
  return copy;
}

/** Of the last bits alone, so that it stays text that a database takes. */
function flippedText(entry: string, below: Below): string {
  for (;;) {
    const place = below(entry.length);
    const code = entry.charCodeAt(place) ^ (1 << below(3));
    if (code < 0x20 || code > 0x7e || entry.charCodeAt(place) > 0x7e) continue;
    return entry.slice(0, place) + String.fromCharCode(code) + entry.slice(place + 1);
  }
}

/** Numbers, links and hashes all over again, as somebody would who knows how. */
function chainAgain(
  events: StoredEvent[],
  from: number,
  number = (event: StoredEvent) => event.number,
): void {
  for (let index = from; index < events.length; index += 1) {
    const event = at(events, index);
    event.number = number(event);
    event.previousHash = index === 0 ? Buffer.alloc(32) : at(events, index - 1).hash;
    event.entry = event.entry.replace(/"number": \d+/, `"number": ${event.number}`);
    event.hash = hashOf(event.previousHash, event.entry);
  }
}

const headOf = ({ number, hash }: StoredEvent): Head => ({ number, hash: hash.toString('hex').slice(0, 8) });

/** Each changes what is stored; some only show beside a head that was posted before, which they give. */
export const tampers: Readonly<Record<string, Tamper>> = {
  'a changed byte in an entry': (events, below) => {
    const event = at(events, below(events.length));
    event.entry = flippedText(event.entry, below);
    return undefined;
  },
  'a changed bit in a hash': (events, below) => {
    const event = at(events, below(events.length));
    event.hash = flipped(event.hash, below);
    return undefined;
  },
  'a changed bit in a previous hash': (events, below) => {
    const event = at(events, below(events.length));
    event.previousHash = flipped(event.previousHash, below);
    return undefined;
  },
  'a byte that moved from an entry to its previous hash': (events, below) => {
    const event = at(events, below(events.length));
    event.previousHash = Buffer.concat([event.previousHash, Buffer.from('{')]);
    event.entry = event.entry.slice(1);
    return undefined;
  },
  'an entry that was changed and hashed again': (events, below) => {
    const event = at(events, below(events.length - 1));
    event.entry = flippedText(event.entry, below);
    event.hash = hashOf(event.previousHash, event.entry);
    return undefined;
  },
  'two events in each other’s place': (events, below) => {
    const one = at(events, below(events.length));
    const other = at(events, (one.number - 1 + 1 + below(events.length - 1)) % events.length);
    const [first, second] = [{ ...one }, { ...other }];
    Object.assign(one, second, { number: first.number });
    Object.assign(other, first, { number: second.number });
    return undefined;
  },
  'an event that was deleted': (events, below) => {
    events.splice(below(events.length), 1);
    return undefined;
  },
  'an event that was deleted, and the others renumbered': (events, below) => {
    const place = below(events.length);
    events.splice(place, 1);
    for (const event of events.slice(place)) event.number -= 1;
    return undefined;
  },
  'an event that was put in': (events, below) => {
    const place = 1 + below(events.length - 1);
    const forged = eventBehind(at(events, place - 1), { op: 'forged' });
    for (const event of events.slice(place)) event.number += 1;
    events.splice(place, 0, forged);
    return undefined;
  },
  'an event with another number': (events, below) => {
    const event = at(events, below(events.length));
    event.number = events.length + 1 + below(1000);
    events.sort((one, other) => one.number - other.number);
    return undefined;
  },
  'a tail that was cut off': (events, below) => {
    events.splice(below(events.length));
    return undefined;
  },
  'everything from an event on hashed again': (events, below) => {
    const place = below(events.length);
    const known = headOf(at(events, place + below(events.length - place)));
    const event = at(events, place);
    event.entry = event.entry.replace('U0DANA', 'U0EVE0').replace('"more": 0', '"more": 1');
    event.actor = event.actor.replace('U0DANA', 'U0EVE0');
    chainAgain(events, place);
    return [known];
  },
  'an event taken out, and everything behind it hashed again': (events, below) => {
    const place = below(events.length - 1);
    const known = headOf(at(events, place + 1 + below(events.length - place - 1)));
    events.splice(place, 1);
    chainAgain(events, place, (event) => event.number - 1);
    events.push(eventBehind(events.at(-1)));
    return [known];
  },
  'a column that says something else than its entry': (events, below) => {
    const event = at(events, below(events.length));
    const changes: readonly (() => void)[] = [
      () => (event.actor = 'slack:T0123/U0EVE'),
      () => (event.op = `${event.op}0`),
      () => (event.kind = 'warning'),
      () => (event.addressId = event.addressId === null ? '1' : null),
      () => (event.addressId = String(Number(event.addressId) + 10)),
      () =>
        (event.at = event.at.replace(
          /\d{3}Z$/,
          (end) => `${String((Number(end.slice(0, 3)) + 1) % 1000).padStart(3, '0')}Z`,
        )),
    ];
    changes[below(changes.length)]?.();
    return undefined;
  },
};

export const tamperNames = Object.keys(tampers);

/** Does one of them to a copy of the chain, whose head was posted. */
export function tamper(name: string, chain: readonly StoredEvent[], below: Below): Tampered {
  const events = chain.map((event) => ({ ...event }));
  const heads = tampers[name]?.(events, below) ?? [];
  return { events, posted: chain.length, heads };
}
