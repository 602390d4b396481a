import { describe } from 'vitest';
import { signInStories } from '../mail/support/stories/sign-in.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => signInStories(startDovecot24));
