import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { userErrorView } from '../../src/core/words.ts';
import { UserError } from '../../src/core/errors.ts';
import { asList } from '../../src/sandbox/json.ts';
import { stringsOf } from '../platforms/slack/blocks.ts';
import { testApp } from '../support/app.ts';
import { testDatabase } from '../support/database.ts';
import { addAddress } from '../support/devices.ts';
import { dana } from '../support/people.ts';
import { readable } from '../support/seen.ts';
import { keptLabel, readLabel, typedLabel } from './labels.ts';
import { problemsOnDiscord, skeletonOn } from './on-discord-surface.ts';
import { checkMessage, checkOnSlack } from './on-slack-surface.ts';
import { usual } from './surface-context.ts';
import { surfacesOf } from './surfaces.ts';

/** Its judges take two times as long as all else. */
const runsOnDiscord = 100;

describe('the label of a device', () => {
  it('stands in literal text alone, on every surface, for 1,000 labels; the scorecard tries far more', async () => {
    const seen = new Set<string>();
    const plain = (await surfacesOf(usual('Phone'))).map(skeletonOn);
    let runs = 0;
    await fc.assert(
      fc.asyncProperty(keptLabel, async (label) => {
        runs += 1;
        for (const [at, surface] of (await surfacesOf(usual(label))).entries()) {
          const { literal, problems } = checkOnSlack(surface);
          if (problems.length > 0) expect(problems, label).toEqual([]);
          if (literal.some((words) => words.includes(label))) seen.add(surface[0]);
          if (runs > runsOnDiscord) continue;
          const onDiscord = problemsOnDiscord(surface, plain[at]);
          if (onDiscord.length > 0) expect(onDiscord, label).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );

    // Else it would be in literal text because it is nowhere.
    expect([...seen]).toEqual(expect.arrayContaining(surfacesWithLabel));
  }, 300_000);

  it('is what was typed, or is refused with a sentence that stands in literal text too', () => {
    fc.assert(
      fc.property(typedLabel, (raw) => {
        const read = readLabel(raw);
        if ('label' in read)
          expect(read.label).toBe(
            raw
              .normalize('NFC')
              .replaceAll(/\p{Zs}+/gu, ' ')
              .trim(),
          );
        else
          expect(checkMessage(userErrorView(new UserError('bad-option', read.refused))).problems).toEqual([]);
      }),
      { numRuns: 5000 },
    );
  });
});

const surfacesWithLabel = [
  'list.show',
  'add.submit',
  'edit.form',
  'edit.submit',
  'change-password.ask',
  'change-password.confirm',
  'after change-password.confirm',
  'disconnect.ask',
  'disconnect.confirm',
  'after disconnect.confirm',
  'disconnect-all.ask',
  'audit.earlier',
  'audit.newest',
  'edit, typed',
  'disconnect, typed',
  'audit post of device.edited',
  'digest',
  'notice to the owner',
  'password that nobody received',
  'changes that were missed',
  'passwords that were missed',
];

describe('in the running app', () => {
  const database = testDatabase();
  const app = testApp(database, { env: { CHANGES_PER_MINUTE: '1000', NOTIFY_OWNERS: 'false' } });
  beforeAll(async () => {
    await addAddress(database.db, 'alice@example.com');
  });

  it('takes every label that the parser takes: so does the check constraint of the table', async () => {
    const labels = fc.sample(keptLabel, 5000).filter((label) => !label.includes('\0'));
    const [constraint] = await database.sql('owner')`
      select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'device_label'`;
    const condition = String(constraint?.['definition']).replace(/^CHECK/, '');
    const refused = await database
      .sql('owner')
      .unsafe(
        `select label from json_array_elements_text($1::text::json) device(label) where not ${condition}`,
        [JSON.stringify(labels)],
      );

    expect([...refused]).toEqual([]);
  });

  it('shows nasty labels as they are, in the list and in the audit channel', async () => {
    const person = app.person(dana);
    const labels = [...new Set(fc.sample(keptLabel, 300))]
      .filter((label) => !/["“”„]/.test(label))
      .slice(0, 12);
    for (const label of labels) {
      await person.say('it-helpdesk', `/devices add alice@example.com "${label}" phone imap`);
      await person.waitForMessage(`For ${label} on alice@example.com`);
    }
    const seen = person.messages('it-helpdesk').length;
    await person.say('it-helpdesk', '/devices alice@example.com');
    const list = await person.waitFor(({ messages }) =>
      messages('it-helpdesk')
        .slice(seen)
        .find((message) => readable(message).includes(`${labels.length} devices of`)),
    );
    for (const label of labels) {
      expect(readable(list)).toContain(label);
      const post = await person.waitForMessage(`added ${label} (`, 'mail-audit', 60_000);
      expect(stringsOf(asList(post.blocks)).literal.join('\n')).toContain(label);
    }
  }, 90_000);
});
