import { onTerminal } from './on-terminal.ts';
import { contract } from './stories.ts';

contract('a terminal', onTerminal);
