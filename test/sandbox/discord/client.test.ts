import { MessageFlags } from 'discord.js';
import { describe, expect, it } from 'vitest';
import {
  client,
  dana,
  devicesCommand,
  discord,
  form,
  guild,
  options,
  row,
  button,
  admins,
  soon,
} from './setup.ts';

describe('discord.js', () => {
  it('signs in, and knows the guild, its roles and its channels', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox);

    const joined = connected.guilds.cache.get(guild);
    expect(joined?.name).toBe('Example Mail');
    expect(joined?.roles.cache.map(({ name }) => name)).toEqual(['@everyone', 'mail-admin']);
    expect(joined?.channels.cache.map(({ name }) => name)).toEqual(['it-helpdesk', 'postern-audit']);
    expect(connected.user?.id).toBe(options.app.id);
    expect(sandbox.gateway.count()).toBe(1);
  });

  it('answers a slash command: deferred for one person, filled in, followed up', async () => {
    const sandbox = await discord();
    const connected = await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        void (async () => {
          await interaction.deferReply({ flags: MessageFlags.Ephemeral });
          await interaction.editReply({
            content: `Devices of ${interaction.options.getString('address', true)}`,
          });
          await interaction.followUp({ content: 'And more', flags: MessageFlags.Ephemeral });
        })();
      }),
    );
    await connected.application?.commands.set([devicesCommand]);

    const person = sandbox.person(dana);
    const { problem } = await person.command('it-helpdesk', 'devices list', { address: 'alice@example.com' });

    expect(problem).toBeNull();
    const seen = await person.waitForMessage('And more');
    expect(seen.ephemeral).toBe(true);
    expect(person.messages().map(({ text, thinking }) => [text, thinking])).toEqual([
      ['Devices of alice@example.com', false],
      ['And more', false],
    ]);
    expect(sandbox.person(options.people[1]?.id ?? '').messages()).toEqual([]);
  });

  it('gets the roles and the permissions of who acts', async () => {
    const sandbox = await discord();
    let roles: readonly string[] = [];
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (interaction.inCachedGuild()) roles = [...interaction.member.roles.cache.keys()];
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);

    void sandbox.person(dana).command('it-helpdesk', 'devices help');

    await soon(() => roles).toContain(admins);
    expect(sandbox.log.deliveries()[0]?.payload['member']).toMatchObject({
      roles: [admins],
      nick: 'D',
      pending: false,
      user: { id: dana, username: 'dana', global_name: 'Dana Diaz' },
    });
  });

  it('opens a modal by a button, and gets what was filled in', async () => {
    const sandbox = await discord();
    const sent: unknown[] = [];
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (interaction.isChatInputCommand()) {
          void interaction.reply({
            content: 'Here',
            components: [row(button('Add'))],
            flags: MessageFlags.Ephemeral,
          });
        } else if (interaction.isButton()) {
          void interaction.showModal(form);
        } else if (interaction.isModalSubmit() && interaction.isFromMessage()) {
          sent.push(
            interaction.fields.getTextInputValue('label'),
            interaction.fields.getStringSelectValues('kind'),
          );
          void interaction.update({ content: 'Added', components: [] });
        }
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    const person = sandbox.person(dana);

    await person.command('it-helpdesk', 'devices help');
    await person.click({ label: 'Add' });
    expect(person.modal()?.modal['title']).toBe('Add a device');
    await person.submit({ Kind: 'Tablet' });

    expect(sent).toEqual(['Phone of Dana', ['tablet']]);
    expect(person.modal()).toBeNull();
    expect(person.messages().map(({ text, edited }) => [text, edited])).toEqual([['Added', true]]);
  });

  it('suggests what may stand in an option', async () => {
    const sandbox = await discord();
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (!interaction.isAutocomplete()) return;
        const typed = interaction.options.getFocused();
        void interaction.respond([{ name: `${typed}…`, value: `${typed}@example.com` }]);
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);

    const choices = await sandbox
      .person(dana)
      .autocomplete('it-helpdesk', 'devices list', { address: 'ali' }, 'address');

    expect(choices).toEqual([{ name: 'ali…', value: 'ali@example.com' }]);
  });

  it('gets the file and the response of an answer', async () => {
    const sandbox = await discord();
    let response: unknown;
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (!interaction.isChatInputCommand()) return;
        void interaction
          .reply({ files: [{ attachment: Buffer.from('hello'), name: 'note.txt' }], withResponse: true })
          .then(({ resource }) => {
            response = resource?.message?.attachments.first()?.name;
          });
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    await sandbox.person(dana).command('it-helpdesk', 'devices help');
    await soon(() => response).toBe('note.txt');
    expect(sandbox.person(dana).messages()[0]?.files).toEqual([{ name: 'note.txt', size: 5 }]);
  });

  it('gets what was chosen in selects', async () => {
    const sandbox = await discord();
    const chosen: unknown[] = [];
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        if (interaction.isChatInputCommand()) {
          const kinds = {
            type: 3,
            custom_id: 'kind',
            placeholder: 'Kind',
            options: [{ label: 'Phone', value: 'phone' }],
          };
          const people = { type: 5, custom_id: 'who', placeholder: 'Who' };
          void interaction.reply({ components: [row(kinds), row(people)], flags: MessageFlags.Ephemeral });
        }
        if (interaction.isStringSelectMenu()) chosen.push(interaction.values);
        if (interaction.isUserSelectMenu()) chosen.push(interaction.users.map(({ username }) => username));
        if (interaction.isMessageComponent()) void interaction.deferUpdate();
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    const person = sandbox.person(dana);
    await person.command('it-helpdesk', 'devices help');
    await person.choose({ label: 'Kind' }, ['Phone']);
    await person.choose({ label: 'Who' }, [dana]);
    expect(chosen).toEqual([['phone'], ['dana']]);
    await expect(person.choose({ label: 'Kind' }, ['Fridge'])).rejects.toThrow('not offered');
  });

  it('is told of a command in direct messages by whom it came from alone', async () => {
    const sandbox = await discord();
    let from: unknown;
    await client(sandbox, (listening) =>
      listening.on('interactionCreate', (interaction) => {
        from = [interaction.user.username, interaction.member, interaction.guildId];
        if (interaction.isChatInputCommand()) void interaction.reply({ content: 'Hello' });
      }),
    );
    sandbox.commands.set(null, [devicesCommand]);
    sandbox.commands.set(guild, [{ ...devicesCommand, name: 'elsewhere' }]);
    await sandbox.person(dana).command('direct', 'devices help');
    expect(from).toEqual(['dana', null, null]);
    expect(sandbox.person(dana).messages('direct')).toHaveLength(1);
    await expect(sandbox.person(dana).command('direct', 'elsewhere help')).rejects.toThrow('no command');
  });
});
