import { compareSync, getRounds } from 'bcryptjs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createHasher, type Hasher } from '../src/hasher.ts';

const hashers: Hasher[] = [];
afterEach(async () => {
  for (const hasher of hashers.splice(0)) await hasher.stop();
});

function hasherOf(cost: number): Hasher {
  const hasher = createHasher(cost, () => {});
  hashers.push(hasher);
  return hasher;
}

describe('a hasher', () => {
  it('gives a password, its tag, and a hash that Dovecot reads', async () => {
    const { tag, password, hash } = await hasherOf(5).freshPassword();

    expect(hash).toMatch(/^\{BLF-CRYPT\}\$2[aby]\$05\$[./A-Za-z0-9]{53}$/);
    expect(compareSync(password.reveal(), hash.replace('{BLF-CRYPT}', ''))).toBe(true);
    expect(compareSync(`${tag}hunter2`, hash.replace('{BLF-CRYPT}', ''))).toBe(false);
    expect(password.reveal().startsWith(tag)).toBe(true);
  });

  it.each([4, 7])('hashes at the cost that was asked for: %i', async (cost) => {
    const { hash } = await hasherOf(cost).freshPassword();

    expect(getRounds(hash.replace('{BLF-CRYPT}', ''))).toBe(cost);
  });

  it('gives each asker the hash of their own password, however many ask at once', async () => {
    const hasher = hasherOf(4);
    const all = await Promise.all(Array.from({ length: 20 }, () => hasher.freshPassword()));

    expect(new Set(all.map(({ hash }) => hash)).size).toBe(20);
    for (const { password, hash } of all) {
      expect(compareSync(password.reveal(), hash.replace('{BLF-CRYPT}', ''))).toBe(true);
    }
  });

  it('leaves the event loop free for others', async () => {
    const hasher = hasherOf(10);
    await hasher.freshPassword();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    const cpu = process.cpuUsage();
    let turns = 0;
    const turning = setInterval(() => {
      turns += 1;
    }, 1);
    delay.enable();
    await Promise.all(Array.from({ length: 20 }, () => hasher.freshPassword()));
    delay.disable();
    clearInterval(turning);
    const spent = process.cpuUsage(cpu);

    // On this thread twenty of them leave no turn to anybody but every 100 ms: some ten.
    expect(turns).toBeGreaterThan(50);
    // In microseconds: it was hashed indeed.
    expect(spent.user).toBeGreaterThan(300_000);
    expect(delay.count).toBeGreaterThan(0);
  });

  it('refuses after it was stopped, and what it had not finished', async () => {
    const hasher = hasherOf(12);
    const unfinished = hasher.freshPassword();
    const refused = expect(unfinished).rejects.toThrow(/hashing thread ended/);
    await hasher.stop();

    await refused;
    await expect(hasher.freshPassword()).rejects.toThrow(/hashing thread ended/);
  });

  it('is stopped as often as somebody likes', async () => {
    const hasher = hasherOf(4);
    await hasher.stop();
    await hasher.stop();
  });

  it('refuses, rather than keep people waiting, where its thread dies, and says of what', async () => {
    // bcryptjs throws over it, in the thread.
    const hasher = hasherOf('no cost' as never);

    await expect(hasher.freshPassword()).rejects.toThrow(/salt/i);
    await hasher.stop();
    await expect(hasher.freshPassword()).rejects.toThrow(/salt/i);
  });

  it('says that its thread died, and not that it was stopped', async () => {
    const deaths: string[] = [];
    const dying = createHasher('no cost' as never, ({ message }) => deaths.push(message));
    await expect(dying.freshPassword()).rejects.toThrow(/salt/i);
    await vi.waitFor(() => {
      expect(deaths).toEqual([expect.stringMatching(/salt/i)]);
    });
    const stopped = createHasher(4, ({ message }) => deaths.push(message));
    await stopped.stop();

    expect(deaths).toHaveLength(1);
  });

  it('shows nobody the password but in the secret', async () => {
    const log = vi.spyOn(console, 'log');
    const { password, ...rest } = await hasherOf(4).freshPassword();

    expect(JSON.stringify({ password, rest })).not.toContain(password.reveal());
    expect(log).not.toHaveBeenCalled();
  });
});
