import { describe, expect, it } from 'vitest';
import { commands } from '../../commands/index.ts';
import { links } from '../../commands/parts/links.ts';
import { missedView } from '../../src/audit/missed-view.ts';
import { concernsOwners, noticeView } from '../../src/audit/tell-owner.ts';
import { discordMessageSize, fitting, messageView, slackMessageSize } from '../../src/audit/view.ts';
import { tallied, tallyText, type RefusalTally } from '../../src/audit/refusal-tally.ts';
import { type AuditEvent, auditKinds, type RefusalEntry } from '../../src/core/audit.ts';
import type { Form } from '../../src/core/platform.ts';
import type { SessionsReport } from '../../src/core/sessions.ts';
import type { PrivateView } from '../../src/core/view.ts';
import { defectView, refusalView } from '../../src/core/words.ts';
import { fieldErrors } from '../../src/core/parse-options.ts';
import { Forbidden } from '../../src/core/resolve.ts';
import { refusedFormView } from '../../src/platforms/discord/dispatch.ts';
import { renderForm as discordForm } from '../../src/platforms/discord/form.ts';
import { messageBody } from '../../src/platforms/discord/message.ts';
import { withoutControls } from '../../src/platforms/discord/render.ts';
import { renderForm as slackForm } from '../../src/platforms/slack/form.ts';
import { renderView as slackView } from '../../src/platforms/slack/render.ts';
import { blocks as blocksCheck } from '../../src/sandbox/slack/blocks/blocks.ts';
import { limits } from '../../src/sandbox/slack/blocks/limits.ts';
import { problemsOf } from '../../src/sandbox/slack/blocks/report.ts';
import { modalView } from '../../src/sandbox/slack/blocks/view.ts';
import { messageProblems, modalProblems } from '../platforms/discord/referee.ts';
import { stringsOf } from '../platforms/slack/blocks.ts';
import { astralLabel, escapedLabel, largest, longestAddress, reports } from './largest.ts';
import { contextOf, eventOf, eventsOf, type Filling } from './surface-context.ts';
import { genericSurfaces, lostPasswords, type Surface, surfacesOf, typedCommand } from './surfaces.ts';

interface Platform {
  readonly name: 'slack' | 'discord';
  readonly rowsPerPage: number;
  readonly size: typeof slackMessageSize;
  /** What the platform has against it. */
  readonly message: (view: PrivateView) => readonly unknown[];
  readonly form: (form: Form) => readonly unknown[];
  /** All that is to be read, and the ids of all buttons. */
  readonly written: (view: PrivateView) => string;
}

const slack: Platform = {
  name: 'slack',
  rowsPerPage: 12,
  size: slackMessageSize,
  message(view) {
    const { blocks } = slackView(view, 'T0SANDBOX');
    const read = stringsOf(blocks).literal.join('').length;
    return [
      ...problemsOf((report) => blocksCheck(limits.messageBlocks)(report, '/blocks', blocks)),
      ...(read > limits.messageText ? [`${read} characters`] : []),
    ];
  },
  form: (form) => problemsOf((report) => modalView(report, '/view', slackForm(form, 'x'.repeat(3000)))),
  written: (view) => JSON.stringify(slackView(view, 'T0SANDBOX')),
};

const discord: Platform = {
  name: 'discord',
  rowsPerPage: 6,
  size: discordMessageSize,
  message: (view) => messageProblems(messageBody(view)),
  form: (form) => modalProblems(discordForm(form)),
  written: (view) => JSON.stringify(messageBody(view)),
};

const platforms = [slack, discord];
const fillings = [
  ['a label that needs escaping', { label: escapedLabel }],
  ['a label of large characters', { label: astralLabel }],
  ['an address that is usual', { address: 'alice.of-the-helpdesk@example.com' as typeof longestAddress }],
  ['sessions that could not be ended', { signOuts: true }],
  ...reports.map((report) => [`sessions: ${report.kind}`, { report }] as const),
] as const satisfies readonly (readonly [string, Partial<Parameters<typeof largest>[0]>])[];

describe.each(platforms)('the largest messages and forms of $name', (platform) => {
  it.each(fillings)('with %s are taken', async (_name, change) => {
    const filling = fillingOf(platform, change);
    const all = [
      ...(await surfacesOf(filling)),
      ...(await genericSurfaces(filling)),
      ...(await wordsOf(filling)),
    ];
    const problems = all.flatMap(([name, drawn]) =>
      problemsIn(platform, drawn).map((problem) => `${name}: ${JSON.stringify(problem)}`),
    );

    expect(all.length).toBeGreaterThan(40);
    expect(problems).toEqual([]);
  });

  it('keep every device and button of a page, whole, at the longest labels', async () => {
    const filling = fillingOf(platform, { address: 'alice@example.com' as typeof longestAddress });
    const list = (await surfacesOf(filling)).find(([name]) => name === 'list.show')?.[1];
    if (!list || !('view' in list)) throw new Error('No list');
    const written = platform.written(list.view);

    expect(written).not.toMatch(/…|no room/);
    expect(written.split('edit.form').length - 1).toBe(platform.rowsPerPage - 1);
  });

  it('say so where something had to be left out', async () => {
    const all = await wordsOf(fillingOf(platform, {}));
    const whoami = all.find(([name]) => name === 'whoami')?.[1];
    if (!whoami || !('view' in whoami)) throw new Error('No whoami');

    expect(platform.written(whoami.view)).toMatch(/no room for all of it|…/);
  });

  it('of what was missed say all that is then taken for said, whole', () => {
    const filling = fillingOf(platform, {});
    const events = eventsOf(100, filling).filter(concernsOwners).slice(0, 10);
    for (const missed of [
      { events, passwords: [] },
      { events, passwords: lostPasswords(10, filling) },
    ]) {
      const { view, says } = missedView(missed, links) ?? never();
      const written = platform.written(view);
      expect(written).not.toMatch(/…|no room/);
      expect(written.split('change-password.ask').length - 1).toBe(says.passwords.length);
      expect(written.split('#1042 ·').length - 1).toBe(says.events.length);
      expect(says.passwords.length + says.events.length).toBeGreaterThan(0);
    }
  });

  it.each(['all kinds', ...auditKinds] as const)(
    'of the audit channel and of an owner hold as many events of %s as were counted for one',
    (kind) => {
      for (const [, change] of fillings.slice(0, 3)) {
        const filling = fillingOf(platform, change);
        const all =
          kind === 'all kinds'
            ? eventsOf(100, filling)
            : Array.from({ length: 100 }, (_, index) => eventOf(kind, filling, 1 + (index % 9)));
        const events = fitting(all, platform.size);
        const told = fitting(all.filter(concernsOwners), platform.size);
        expectWhole(messageView(events, tally(filling)), events.length);
        if (told.length > 0) expectWhole(withoutControls(noticeView(told)), told.length);
      }
    },
  );

  function expectWhole(view: PrivateView, events: number): void {
    expect(platform.message(view)).toEqual([]);
    expect(platform.written(view)).not.toMatch(/…|no room/);
    expect(platform.written(view).split('#1042 ·').length - 1).toBe(events);
  }
});

function fillingOf({ name, rowsPerPage }: Platform, change: Partial<Parameters<typeof largest>[0]>): Filling {
  const report: SessionsReport = { kind: 'no-mail-server' };
  return largest({
    label: escapedLabel,
    address: longestAddress,
    platform: name,
    rowsPerPage,
    signOuts: false,
    report,
    ...change,
  });
}

function problemsIn(platform: Platform, drawn: Surface[1]): readonly unknown[] {
  try {
    return 'form' in drawn ? platform.form(drawn.form) : platform.message(drawn.view);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return [error.message];
  }
}

/** What shows no label: who somebody is, what they may type, whose address they own, and what is refused. */
async function wordsOf(filling: Filling): Promise<readonly Surface[]> {
  const { access } = contextOf(filling, true);
  const typed = async (name: string): Promise<Surface> => [
    name,
    await typedCommand(name, filling, { address: undefined, match: undefined }),
  ];
  return [
    await typed('whoami'),
    await typed('help'),
    await typed('list'),
    [
      'refusal',
      { view: refusalView(new Forbidden('change-password', filling.address.address, true), access) },
    ],
    ['defect', { view: defectView('ffffffff') }],
    ...refusedForms(),
    ['refusals', { view: messageView([], tally(filling)) }],
  ];
}

/** Each form there is, with the longest that can be wrong in each of its fields. */
function refusedForms(): readonly Surface[] {
  const wrong = ['', '\u200b', 'x'.repeat(4000), escapedLabel.repeat(60), astralLabel.repeat(30)];
  return commands
    .flatMap(({ actions }) => actions)
    .flatMap(({ name, fields }) =>
      wrong.flatMap((value): readonly Surface[] => {
        const raw = Object.fromEntries(Object.keys(fields).map((field) => [field, value]));
        const errors = fieldErrors(fields, raw);
        return Object.keys(errors).length > 0 ? [[`${name} refused`, { view: refusedFormView(errors) }]] : [];
      }),
    );
}

function never(): never {
  throw new Error('What was missed is not said');
}

function tally(filling: Filling) {
  const refused = Array.from({ length: 60 }, (_, index): AuditEvent & { readonly entry: RefusalEntry } => ({
    number: 1_000_000 + index,
    at: new Date(0),
    hash: 'f'.repeat(64),
    entry: {
      kind: 'refused',
      by: filling.by,
      op: 'op',
      attempt: 'change-password.confirm',
      permission: `change-password-${index}`,
      address: filling.address.address,
      more: 9_999_999,
    } as RefusalEntry,
  }));
  const all = refused.reduce<RefusalTally | undefined>(tallied, undefined);
  if (!all) throw new Error('Nothing was refused');
  return tallyText(all);
}
