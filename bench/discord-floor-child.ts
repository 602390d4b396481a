import { Client, GatewayIntentBits, MessageFlags } from 'discord.js';
import { answerQuestions } from './child-side.ts';
import { floorText } from './floor.ts';

/**
 * The floor: a bot as the guide of discord.js has it. Each command is answered privately at once. It asks nobody anything, and has
 * no database.
 *
 * @see https://discordjs.guide/slash-commands/response-methods.html
 */
answerQuestions(async ({ DISCORD_API_URL: api = '', DISCORD_TOKEN: token = '' }) => {
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    // Of itself it holds back what is over 50 requests a second, answers to people too, which Discord doesn't count.
    rest: { api, globalRequestsPerSecond: 10_000 },
  });
  client.on('interactionCreate', (interaction) => {
    if (!interaction.isChatInputCommand()) return;
    void interaction.reply({ content: floorText, flags: MessageFlags.Ephemeral });
  });
  const ready = new Promise((resolve) => client.once('clientReady', resolve));
  await client.login(token);
  await ready;
});
