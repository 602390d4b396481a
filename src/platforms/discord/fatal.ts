/** Close codes of the gateway, and 401 of the API, after which no later try can succeed. */
const sentences: ReadonlyMap<string, string> = new Map([
  ['http_401', refusedToken('401')],
  ['TokenInvalid', refusedToken('401')],
  ['4004', refusedToken('4004')],
  [
    '4010',
    'Discord refuses the shard that Postern asked for (4010). Install the newest Postern, and start it again.',
  ],
  [
    '4011',
    'The bot is on more servers than Postern can serve over one connection (4011). Remove it from those that don’t need it at https://discord.com/developers/applications, and start Postern again.',
  ],
  [
    '4012',
    'Discord no longer speaks the version of its API that Postern uses (4012). Install the newest Postern, and start it again.',
  ],
  [
    '4013',
    'Discord does not know what Postern asks to hear (4013). Install the newest Postern, and start it again.',
  ],
  [
    '4014',
    'Discord does not let the bot hear of its servers (4014). Look at the bot’s page at https://discord.com/developers/applications, and start Postern again.',
  ],
]);

/** The sentence to exit with. Undefined where trying again may help. */
export function fatalSentence(code: string): string | undefined {
  return sentences.get(code);
}

function refusedToken(code: string): string {
  return `Discord refuses DISCORD_TOKEN (${code}). Reset the token on the bot’s page at https://discord.com/developers/applications, put the new one into the settings, and start Postern again.`;
}
