import { describe, expect, it } from 'vitest';
import { app, call, devicesCommand, discord, guild } from './setup.ts';

const global = `/applications/${app}/commands`;
const ofGuild = `/applications/${app}/guilds/${guild}/commands`;

describe('commands', () => {
  it.each([
    ['everywhere', global],
    ['in one guild', ofGuild],
  ])('are registered, listed, changed and removed %s', async (_name, path) => {
    const sandbox = await discord();
    const created = await call(sandbox, 'POST', path, devicesCommand);
    expect(created).toMatchObject({ status: 201, name: 'devices', application_id: app });
    const again = await call(sandbox, 'POST', path, { ...devicesCommand, description: 'Changed' });
    expect(again).toMatchObject({ status: 200, id: created['id'], description: 'Changed' });

    const one = `${path}/${String(created['id'])}`;
    await call(sandbox, 'PATCH', one, { description: 'Changed again' });
    expect(await call(sandbox, 'GET', one)).toMatchObject({ description: 'Changed again' });
    const listed = await call(sandbox, 'GET', path);
    expect(JSON.stringify(listed['list'])).not.toContain('geräte');
    const full = await call(sandbox, 'GET', `${path}?with_localizations=true`);
    expect(JSON.stringify(full['list'])).toContain('geräte');

    const replaced = await call(sandbox, 'PUT', path, [
      devicesCommand,
      { name: 'other', description: 'Other' },
    ]);
    expect(replaced['list']).toMatchObject([{ id: created['id'] }, { name: 'other' }]);
    expect((await call(sandbox, 'DELETE', one)).status).toBe(204);
    expect((await call(sandbox, 'PUT', path, []))['list']).toEqual([]);
  });

  it('are at most a hundred, of different names', async () => {
    const sandbox = await discord();
    const many = Array.from({ length: 101 }, (_, index) => ({ name: `c${index}`, description: 'x' }));
    expect(await call(sandbox, 'PUT', global, many)).toMatchObject({ code: 30032 });
    expect(await call(sandbox, 'PUT', global, [devicesCommand, devicesCommand])).toMatchObject({
      code: 50035,
    });
  });
});
