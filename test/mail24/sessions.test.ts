import { describe } from 'vitest';
import { sessionStories } from '../mail/support/stories/sessions.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => sessionStories(startDovecot24));
