import { afterAll, beforeAll, describe } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { auditStories, refusalLineStories } from './audit-stories.ts';
import { disconnectStories } from './disconnect-stories.ts';
import { formStories } from './form-stories.ts';
import { listStories } from './list-stories.ts';
import { onceStories } from './once-stories.ts';
import { passwordStories } from './password-stories.ts';
import type { ContractPlatform, ContractRun } from './platform.ts';
import { rightsStories } from './rights-stories.ts';
import type { Stage } from './stage.ts';

/**
 * The same stories for every platform, through the whole of Postern on a real PostgreSQL: what a person sees must not
 * depend on where they sit. A platform that is new calls this.
 *
 * Told elsewhere, since the cap is that of a whole app and a failure is each platform's own: passwords beyond the cap
 * (test/safety/caps.test.ts), and those that could be shown nowhere (test/safety/on-discord.test.ts, missed-on-slack.test.ts,
 * closed-messages.test.ts).
 */
export function contract(name: string, platform: ContractPlatform): void {
  const options = platform.isSlow ? { concurrent: true, timeout: 60_000 } : {};
  describe(`/devices on ${name}`, options, () => {
    const database = testDatabase();
    let run: ContractRun | undefined;
    beforeAll(async () => {
      run = await platform.start(database);
    }, 60_000);
    afterAll(async () => {
      await run?.stop();
    }, 30_000);

    const stage: Stage = {
      platform,
      database,
      get run() {
        if (!run) throw new Error('Postern runs only inside tests and hooks');
        return run;
      },
      person: (role) => stage.run.person(role),
    };
    for (const stories of [
      refusalLineStories,
      listStories,
      passwordStories,
      formStories,
      disconnectStories,
      onceStories,
      rightsStories,
      auditStories,
    ]) {
      stories(stage);
    }
  });
}
