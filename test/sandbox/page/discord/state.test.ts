import { describe, expect, it } from 'vitest';
import type { DiscordWindowMessage, DiscordWindowState } from '../../../../src/sandbox/discord-window.ts';
import { linesOf } from '../../../../src/sandbox/page/discord/state/lines.ts';
import { initialState } from '../../../../src/sandbox/page/discord/state/page-state.ts';
import type { PageEvent, PageState } from '../../../../src/sandbox/page/discord/state/page-state.ts';
import { reduce } from '../../../../src/sandbox/page/discord/state/reducer.ts';
import { accountIn } from '../../../../src/sandbox/page/state/accounts.ts';
import { readSpot, writeSpot } from '../../../../src/sandbox/page/state/spot.ts';

const noon = new Date(2026, 8, 21, 12).getTime();
const clicked = { channel: 'help', message: '1', customId: 'x' };

function message(id: string, more: Partial<DiscordWindowMessage> = {}): DiscordWindowMessage {
  return {
    id,
    channel: 'help',
    from: 'app',
    at: new Date(noon + Number(id) * 1000).toISOString(),
    edited: false,
    content: '',
    embeds: [],
    components: [],
    files: [],
    ephemeral: false,
    thinking: false,
    command: null,
    mentions: { everyone: false, users: [], roles: [] },
    ...more,
  };
}

const dana = { id: 'dana', name: 'Dana', username: 'dana', about: '', roles: [] };

function loaded(...messages: readonly DiscordWindowMessage[]): DiscordWindowState {
  return {
    guild: { id: 'guild', name: 'Example Ltd' },
    app: { id: 'app', name: 'Postern' },
    you: dana,
    people: [dana],
    roles: [],
    channels: [],
    messages,
    modal: null,
    commands: [],
  };
}

function after(...events: readonly PageEvent[]): PageState {
  return events.reduce(reduce, initialState);
}

const open: readonly PageEvent[] = [
  { type: 'loaded', window: loaded(message('1')) },
  { type: 'opened', channel: 'help' },
];
const heard = (event: Extract<PageEvent, { type: 'heard' }>['event']): PageEvent => ({
  type: 'heard',
  event,
  at: noon,
});

describe('the page', () => {
  it('keeps a message that changes in its place, and takes one that comes twice once', () => {
    const { window } = after(
      ...open,
      heard({ type: 'message', message: message('2') }),
      heard({ type: 'message', message: message('2') }),
      heard({ type: 'changed', message: message('1', { content: 'new' }) }),
    );

    expect(window?.messages.map(({ id, content }) => [id, content])).toEqual([
      ['1', 'new'],
      ['2', ''],
    ]);
  });

  it('forgets a message that is deleted or dismissed', () => {
    const { window } = after(...open, heard({ type: 'deleted', channel: 'help', id: '1' }));

    expect(window?.messages).toEqual([]);
  });

  it.each<[sentence: string, event: PageEvent]>([
    ['a message comes', heard({ type: 'message', message: message('2') })],
    ['a message changes', heard({ type: 'changed', message: message('1') })],
    ['a modal opens', heard({ type: 'modal', modal: { id: 'm', modal: {}, errors: {}, notice: '' } })],
    ['it is refused', { type: 'refused', problem: 'x is disabled' }],
    ['nothing comes of it for long', { type: 'settled' }],
    ['the server is away', { type: 'away' }],
  ])('ends what a click waits for when %s', (_sentence, event) => {
    expect(after(...open, { type: 'clicked', clicked }, event).busy).toBeNull();
  });

  it('puts what Discord says of a click under its message, and everything else in the channel', () => {
    const failed = heard({ type: 'notice', channel: 'help', text: 'failed' });

    expect(after(...open, { type: 'clicked', clicked }, failed)).toMatchObject({
      failure: { message: '1', text: 'failed' },
      notices: [],
    });
    const noticed = after(...open, failed);
    expect(noticed).toMatchObject({ failure: null, notices: [{ at: noon, text: 'failed' }] });
    const [notice] = noticed.notices;
    expect(notice && reduce(noticed, { type: 'dismissed', notice }).notices).toEqual([]);
  });

  it('marks a channel that is not looked at as unread, not for what one wrote oneself, until it is opened', () => {
    const there = after(
      ...open,
      heard({ type: 'message', message: message('2', { channel: 'audit' }) }),
      heard({ type: 'message', message: message('3', { channel: 'other', from: 'dana' }) }),
    );

    expect(there.unread).toEqual(['audit']);
    expect(reduce(there, { type: 'opened', channel: 'audit' }).unread).toEqual([]);
  });

  it('marks what came while it was away as unread', () => {
    const back = {
      type: 'loaded',
      window: loaded(message('1'), message('2', { channel: 'audit' })),
    } as const;

    expect(after(...open, { type: 'away' }, back)).toMatchObject({ connection: 'open', unread: ['audit'] });
  });
});

describe('the lines of a channel', () => {
  it.each<[sentence: string, second: Partial<DiscordWindowMessage>, follows: boolean]>([
    ['the same author soon after', {}, true],
    ['the same author long after', { at: new Date(noon + 3_600_000).toISOString() }, false],
    ['another author', { from: 'dana' }, false],
    ['a message for one person', { ephemeral: true }, false],
    ['the answer to a command', { command: { user: 'dana', name: 'devices list' } }, false],
  ])('keep together: %s', (_sentence, second, follows) => {
    const lines = linesOf([message('1'), message('2', second)], [], 'help');

    expect(lines[1]).toMatchObject({ follows });
  });

  it('put notices between the messages, and begin each day anew', () => {
    const tomorrow = message('3', { at: new Date(noon + 86_400_000).toISOString() });
    const lines = linesOf([message('1'), tomorrow], [{ at: noon + 2000, channel: 'help', text: '' }], 'help');

    expect(lines.map(({ kind, newDay }) => [kind, newDay])).toEqual([
      ['message', true],
      ['notice', false],
      ['message', true],
    ]);
  });
});

describe('the address', () => {
  it.each([
    ['#U0DANA/C0HELP', 'slack', 'U0DANA', 'C0HELP'],
    ['', 'slack', '', ''],
    ['#discord', 'discord', '', ''],
    ['#discord/11/22', 'discord', '11', '22'],
    ['#discordant/C0HELP', 'slack', 'discordant', 'C0HELP'],
  ])('%s says which chat, who acts, and where', (hash, platform, user, channel) => {
    const spot = readSpot(hash);

    expect(spot).toEqual({ platform, place: { user, channel } });
    expect(readSpot(writeSpot(spot))).toEqual(spot);
  });

  it('finds the same person in the other chat', () => {
    expect(accountIn('discord', 'U0DANA')).toBe('1100000000000000101');
    expect(accountIn('slack', '1100000000000000103')).toBe('U0EVE');
    expect(accountIn('discord', 'U0NOBODY')).toBe('');
  });
});
