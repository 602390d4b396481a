import { actorOf, parseActorId } from '../../src/core/actor.ts';
import type { Actor } from '../../src/core/actor.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { readPolicy } from '../../src/policy/read-policy.ts';

/** For sources that hold. */
export function policyOf(source: string): Policy {
  const read = readPolicy(source);
  if ('problems' in read) throw new Error(JSON.stringify(read.problems));
  return read.policy;
}

export function actor(id: string): Actor {
  const identity = parseActorId(id);
  if (!identity) throw new Error(`No actor id: ${id}`);
  return actorOf(identity);
}
