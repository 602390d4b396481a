import { describe } from 'vitest';
import { raceStories } from '../mail/support/stories/race.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => raceStories(startDovecot24));
