import { onDovecot23 } from './support/on-dovecot-23.ts';
import { raceStories } from './support/stories/race.ts';

onDovecot23(raceStories);
