import { describe } from 'vitest';
import { weatherStories } from '../mail/support/stories/weather.ts';
import { startDovecot24 } from './support/start-dovecot-24.ts';

describe('on Dovecot 2.4', () => weatherStories(startDovecot24));
