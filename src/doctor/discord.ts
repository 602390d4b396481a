import { Routes } from 'discord.js';
import type { REST } from 'discord.js';
import { z } from 'zod';
import { commands } from '../../commands/index.ts';
import { translations } from '../../commands/parts/translations.ts';
import type { DiscordConfig } from '../config.ts';
import { createClients } from '../platforms/discord/clients.ts';
import { fatalSentence } from '../platforms/discord/fatal.ts';
import { fateOfCall } from '../platforms/discord/fate.ts';
import { findRegistration } from '../platforms/discord/register.ts';
import { discordCommand } from '../platforms/discord/registration.ts';
import type { Policy } from '../policy/policy.ts';
import { type Finding, ok, warning, wrong } from './check.ts';
import { channelShape, guildShape, lackingPermissions, memberShape } from './discord-permissions.ts';

const bot = z.object({ id: z.string(), username: z.string() });

/** Who the bot is, on which servers, whether it may post to the audit channel, and whether its commands are known. */
export async function lookAtDiscord(
  { token, apiUrl, auditChannel }: DiscordConfig,
  policy: Policy | undefined,
): Promise<readonly Finding[]> {
  const clients = createClients(token, apiUrl);
  const rest = clients.bot;
  try {
    const self = await ask(() => rest.get(Routes.user('@me')), bot);
    if ('code' in self) return [wrong('discord token', tokenProblem(self.code))];
    const { id, username } = self.value;
    const guilds = policy?.discordGuilds ?? [];
    const found = await Promise.all([
      ...guilds.map((guild) => lookAtGuild(rest, guild, policy)),
      ...(auditChannel === undefined ? [] : [lookAtChannel(rest, auditChannel, id)]),
      lookAtCommands(rest, guilds),
    ]);
    return [ok('discord token', `Discord knows the bot as ${username}.`), ...found];
  } finally {
    clients.close();
  }
}

async function lookAtGuild(rest: REST, guild: string, policy: Policy | undefined): Promise<Finding> {
  const name = `discord server ${guild}`;
  const found = await ask(() => rest.get(Routes.guild(guild)), guildShape);
  if ('code' in found) {
    return wrong(
      name,
      ['10004', '50001'].includes(found.code)
        ? 'The bot is not on it. Invite it with the scopes bot and applications.commands, or take the server out of “discord_guilds”.'
        : unanswered(found.code),
    );
  }
  const prefix = `discord-role:${guild}/`;
  const named = (policy?.groups ?? []).flatMap(({ platformGroups }) => platformGroups);
  const lacking = named.filter(
    (group) =>
      group.startsWith(prefix) && !found.value.roles.some(({ id }) => id === group.slice(prefix.length)),
  );
  if (lacking.length === 0) return ok(name, `The bot is on it (${found.value.name}).`);
  return warning(
    name,
    `It has no role ${[...new Set(lacking)].join(', ')}, which the policy names: nobody is let in by it.`,
  );
}

async function lookAtChannel(rest: REST, channel: string, self: string): Promise<Finding> {
  const name = 'discord audit channel';
  const found = await ask(() => rest.get(Routes.channel(channel)), channelShape);
  if ('code' in found) return wrong(name, channelProblem(found.code, channel));
  const { guild_id: guild } = found.value;
  if (guild === undefined)
    return wrong(name, `${channel} is no channel of a server. Put DISCORD_AUDIT_CHANNEL right.`);
  const [server, member] = await Promise.all([
    ask(() => rest.get(Routes.guild(guild)), guildShape),
    ask(() => rest.get(Routes.guildMember(guild, self)), memberShape),
  ]);
  if ('code' in server) return wrong(name, unanswered(server.code));
  if ('code' in member) return wrong(name, unanswered(member.code));
  const lacking = lackingPermissions(self, server.value, member.value, found.value);
  if (lacking.length === 0) return ok(name, `The bot may post in ${channel}.`);
  return wrong(
    name,
    `The bot lacks ${lacking.join(' and ')} in ${channel}. Give it these in the channel’s permissions.`,
  );
}

async function lookAtCommands(rest: REST, guilds: readonly string[]): Promise<Finding> {
  const name = 'discord commands';
  const body = discordCommand('devices', commands, translations);
  try {
    const everywhere = await findRegistration(rest, body, undefined);
    const there = await Promise.all(guilds.map((guild) => findRegistration(rest, body, guild)));
    const all = new Set([everywhere, ...there]);
    if (all.has('different')) {
      return wrong(
        name,
        'Discord has another /devices than this release. Register it: postern register discord',
      );
    }
    if (all.has('same')) return ok(name, 'Discord has /devices as it is.');
    return wrong(name, 'Discord has no /devices. Register it: postern register discord');
  } catch (error) {
    return wrong(name, unanswered(fateOfCall(error).code));
  }
}

async function ask<T>(
  call: () => Promise<unknown>,
  shape: z.ZodType<T>,
): Promise<{ readonly value: T } | { readonly code: string }> {
  try {
    const read = shape.safeParse(await call());
    return read.success ? { value: read.data } : { code: 'unreadable_answer' };
  } catch (error) {
    return { code: fateOfCall(error).code };
  }
}

function tokenProblem(code: string): string {
  return fatalSentence(code) ?? unanswered(code);
}

function channelProblem(code: string, channel: string): string {
  switch (code) {
    case '10003':
      return `There is no channel ${channel}. Put DISCORD_AUDIT_CHANNEL right.`;
    case '50001':
      return `The bot does not see ${channel}. Give it View Channel and Send Messages in the channel’s permissions.`;
    default:
      return unanswered(code);
  }
}

function unanswered(code: string): string {
  return `Discord gave no answer to it (${code}). Try again in a moment.`;
}
