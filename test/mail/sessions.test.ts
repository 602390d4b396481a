import { onDovecot23 } from './support/on-dovecot-23.ts';
import { sessionStories } from './support/stories/sessions.ts';

onDovecot23(sessionStories);
