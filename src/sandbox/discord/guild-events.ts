import { intent } from './gateway/protocol.ts';
import type { GuildChange } from './guilds.ts';
import { channelPayload, guildCreatePayload, memberPayload, userPayload } from './payloads.ts';
import type { World } from './world.ts';

/** Tells the app of what changes in its guilds, as far as its intents reach, and the open pages to look again. */
export function tellChanges(world: World): void {
  const { guilds, gateway, audience } = world;

  function tellApp(change: GuildChange): void {
    switch (change.kind) {
      case 'member': {
        const person = guilds.person(change.person);
        const member = guilds.member(change.guild, change.person);
        if (!person || !member) return;
        const data = { ...memberPayload(member), user: userPayload(person), guild_id: change.guild };
        gateway.dispatch('GUILD_MEMBER_UPDATE', data, intent.members);
        return;
      }
      case 'member-removed': {
        const person = guilds.person(change.person);
        if (!person) return;
        const data = { guild_id: change.guild, user: userPayload(person) };
        gateway.dispatch('GUILD_MEMBER_REMOVE', data, intent.members);
        return;
      }
      case 'channel':
        gateway.dispatch('CHANNEL_UPDATE', channelPayload(world, change.channel), intent.guilds);
        return;
      case 'channel-removed':
        gateway.dispatch('CHANNEL_DELETE', channelPayload(world, change.channel), intent.guilds);
        return;
      case 'role-removed':
        gateway.dispatch(
          'GUILD_ROLE_DELETE',
          { guild_id: change.guild, role_id: change.role },
          intent.guilds,
        );
        return;
      case 'uninstalled':
        gateway.dispatch('GUILD_DELETE', { id: change.guild }, intent.guilds);
        return;
      case 'installed': {
        const guild = guilds.guild(change.guild);
        if (guild) gateway.dispatch('GUILD_CREATE', guildCreatePayload(world, guild), intent.guilds);
      }
    }
  }

  guilds.onChange((change) => {
    tellApp(change);
    audience.tellAll({ type: 'stale' });
  });
}
