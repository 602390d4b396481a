import type { Command } from 'commander';
import { commands } from '../../commands/index.ts';
import { slackManifest } from '../platforms/slack/manifest.ts';

/** `postern manifest slack`: what to paste at api.slack.com/apps. */
export function addManifestCommand(program: Command): void {
  program
    .command('manifest')
    .description('Print what a platform has to know of the app')
    .command('slack')
    .description('Print the app manifest for https://api.slack.com/apps')
    .option(
      '--http <url>',
      'for HTTP in place of Socket Mode: where Slack reaches Postern, such as https://postern.example.com',
    )
    .option('--trust-slack-email', 'with the scope that trust_slack_email in the policy needs')
    .action(
      ({ http, trustSlackEmail = false }: { readonly http?: string; readonly trustSlackEmail?: boolean }) => {
        const requestUrl = http === undefined ? undefined : new URL('/slack/events', http).href;
        console.log(JSON.stringify(slackManifest(commands, { requestUrl, trustSlackEmail }), null, 2));
      },
    );
}
