import { onDovecot23 } from './support/on-dovecot-23.ts';
import { weatherStories } from './support/stories/weather.ts';

onDovecot23(weatherStories);
