import { onDovecot23 } from './support/on-dovecot-23.ts';
import { signInStories } from './support/stories/sign-in.ts';

onDovecot23(signInStories);
