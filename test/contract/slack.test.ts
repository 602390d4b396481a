import { onSlack } from './on-slack.ts';
import { contract } from './stories.ts';

contract('Slack, by a socket', onSlack('socket'));
contract('Slack, over HTTP', onSlack('http'));
