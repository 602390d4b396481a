import type { ActionReference } from '../../src/core/command.ts';

/**
 * The buttons that stand in the list of devices or lead back to it: what each is called and carries.
 *
 * They are here, apart from the commands that define what a click does, since the list links to every command and
 * most commands show the list.
 */
export const links = {
  showList: { name: 'list.show', arguments: { address: 'address', page: 'integer', match: 'word' } },
  openAddForm: { name: 'add.form', arguments: { address: 'address' } },
  openEditForm: { name: 'edit.form', arguments: { device: 'device', version: 'integer' } },
  askChangePassword: { name: 'change-password.ask', arguments: { device: 'device', version: 'integer' } },
  askDisconnect: { name: 'disconnect.ask', arguments: { device: 'device', version: 'integer' } },
  askDisconnectGeneric: {
    name: 'disconnect.ask-generic',
    arguments: { device: 'device', version: 'integer' },
  },
  askDisconnectAll: { name: 'disconnect-all.ask', arguments: { address: 'address', page: 'page' } },
} as const satisfies Readonly<
  Record<string, ActionReference<Record<string, 'address' | 'device' | 'integer' | 'word' | 'page'>>>
>;
