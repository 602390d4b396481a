import { describe } from 'vitest';
import { fuzzStories } from '../mail/support/stories/fuzz.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => fuzzStories(startDovecot24));
