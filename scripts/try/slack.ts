import { connect, createServer } from 'node:net';
import { sampleWorkspace } from '../../src/sandbox/sample-workspace.ts';
import { startSlack } from '../../src/sandbox/slack/index.ts';

/**
 * The Slack that the settings name while an installation is tried: `slack.ts HOST`, which is what others call this machine. It
 * answers on 127.0.0.1 alone; the relay takes what comes over the network that containers have.
 */
const [host = '127.0.0.1'] = process.argv.slice(2);
const port = 4000;
const relayPort = 4001;

const slack = await startSlack({
  ...sampleWorkspace,
  // The workspace that the page writes its policy for.
  team: { id: 'T0123', name: 'Example Ltd' },
  commands: [{ command: '/devices', description: 'Devices', usageHint: 'alice@example.com' }],
  delivery: { kind: 'socket' },
  port,
  origin: `http://${host}:${relayPort}`,
});

const relay = createServer((from) => {
  const to = connect(port, '127.0.0.1');
  from.pipe(to).pipe(from);
  from.on('error', () => to.destroy());
  to.on('error', () => from.destroy());
});
relay.listen(relayPort);

process.once('SIGTERM', () => {
  relay.close();
  void slack.stop().then(() => process.exit(0));
});
