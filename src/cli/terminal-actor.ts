import { userInfo } from 'node:os';
import { type Actor, actorOf } from '../core/actor.ts';

/** The person at the terminal: the user that the operating system says, not what the environment claims. */
export function terminalActor(): Actor {
  return actorOf({ platform: 'terminal', workspace: '', user: userInfo().username });
}
