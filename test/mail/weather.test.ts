import { describe } from 'vitest';
import { onDovecot23 } from './support/on-dovecot-23.ts';
import { deadPasswordStories } from './support/stories/dead-passwords.ts';
import { weatherStories } from './support/stories/weather.ts';

// Beside one another: both wait most of the time.
onDovecot23((start) => {
  describe.concurrent('bad weather', () => weatherStories(start));
  describe.concurrent('dead passwords', () => deadPasswordStories(start));
});
