import { describe } from 'vitest';
import { cacheStories } from '../mail/support/stories/cache.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => cacheStories(startDovecot24));
