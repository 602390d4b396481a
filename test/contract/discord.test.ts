import { onDiscord } from './on-discord.ts';
import { contract } from './stories.ts';

contract('Discord', onDiscord);
