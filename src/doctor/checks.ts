import type { Database } from '../../db/client.ts';
import type { Config } from '../config.ts';
import { readPolicyFile } from '../policy/policy-file.ts';
import { backlogChecks } from './backlog.ts';
import { type Check, warning } from './check.ts';
import { databaseChecks, reachCheck } from './database.ts';
import { doveadmChecks } from './doveadm.ts';
import { imapLookup } from './imap.ts';
import { policyCheck } from './policy.ts';
import { serverCheck } from './server.ts';
import { signInCheck } from './sign-ins.ts';
import { lookAtSlack } from './slack.ts';

/** Everything that can be looked at with these settings. */
export async function assembleChecks(config: Config, db: Database): Promise<readonly Check[]> {
  const { slack, discord, dovecot, mailSettings } = config;
  const file = await readPolicyFile(config.policyFile);
  const policy = file.kind === 'policy' ? file.policy : undefined;
  const channels = [
    ...(slack?.auditChannel === undefined ? [] : [`slack:${slack.auditChannel}`]),
    ...(discord?.auditChannel === undefined ? [] : [`discord:${discord.auditChannel}`]),
  ];
  const lookup = mailSettings.imap && imapLookup(mailSettings.imap);
  const reach = reachCheck(db);
  const reached = once(reach.run);
  /** Of a database that can't be reached there is one thing to say. */
  const ifReached = (check: Check): Check => ({
    ...check,
    run: async () => ((await reached()).every(({ state }) => state === 'ok') ? check.run() : []),
  });
  return [
    { name: reach.name, run: reached },
    ...databaseChecks(db, Date.now).map(ifReached),
    policyCheck(config, file),
    ...(slack ? [{ name: 'slack', run: () => lookAtSlack(slack, policy) }] : []),
    ...(discord
      ? [
          {
            name: 'discord',
            // discord.js takes a part of a second to load.
            run: async () => (await import('./discord.ts')).lookAtDiscord(discord, policy),
          },
        ]
      : []),
    ...(channels.length > 0 ? [] : [noAuditChannel]),
    ...backlogChecks(db, channels).map(ifReached),
    ...doveadmChecks(dovecot),
    ...(lookup ? [lookup.check] : []),
    ifReached(signInCheck(db, lookup)),
    serverCheck(config),
  ];
}

const noAuditChannel: Check = {
  name: 'audit channel',
  run: () =>
    Promise.resolve([
      warning(
        'audit channel',
        'None is set: changes are written down, and posted nowhere. Set SLACK_AUDIT_CHANNEL or DISCORD_AUDIT_CHANNEL.',
      ),
    ]),
};

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let begun: Promise<T> | undefined;
  return () => (begun ??= work());
}
