import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import { answerQuestions } from './child-side.ts';
import { floorAnswer, floorButton } from './floor.ts';

/**
 * The floor: a Bolt app as its documentation has it. Each command and each click is acknowledged, and then answered
 * with one ephemeral message to its response_url. It asks nobody anything, and has no database.
 */
answerQuestions(async (settings) => {
  const {
    SLACK_API_URL: slackApiUrl = '',
    SLACK_APP_TOKEN: appToken = '',
    SLACK_BOT_TOKEN: token = '',
  } = settings;
  const receiver = new SocketModeReceiver({
    appToken,
    logLevel: LogLevel.ERROR,
    installerOptions: { clientOptions: { slackApiUrl } },
  });
  const app = new App({ token, receiver, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl } });
  app.command('/devices', async ({ ack, respond }) => {
    await ack();
    await respond(floorAnswer);
  });
  app.action(floorButton, async ({ ack, respond }) => {
    await ack();
    await respond(floorAnswer);
  });
  await app.start();
});
