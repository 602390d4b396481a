import { onDovecot23 } from './support/on-dovecot-23.ts';
import { fuzzStories } from './support/stories/fuzz.ts';

onDovecot23(fuzzStories);
