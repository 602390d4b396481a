import { onDovecot23 } from './support/on-dovecot-23.ts';
import { cacheStories } from './support/stories/cache.ts';

onDovecot23(cacheStories);
