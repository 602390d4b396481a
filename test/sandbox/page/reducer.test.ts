import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { initialState } from '../../../src/sandbox/page/state/page-state.ts';
import type { PageEvent, PageState } from '../../../src/sandbox/page/state/page-state.ts';
import { reduce } from '../../../src/sandbox/page/state/reducer.ts';
import type { WindowEvent, WindowMessage, WindowState } from '../../../src/sandbox/window.ts';

const dana = { id: 'U0DANA', name: 'Dana', about: 'mail admin' };
const modal = { viewId: 'V1', view: {}, errors: {} };
const control = { channel: 'C0HELP', ts: '1.000001', blockId: 'b', actionId: 'a' };

function message(ts: string, more: Partial<WindowMessage> = {}): WindowMessage {
  return { ts, channel: 'C0HELP', from: 'UBOT', text: `at ${ts}`, blocks: [], ephemeral: false, ...more };
}

function windowWith(...messages: readonly WindowMessage[]): WindowState {
  return {
    team: 'Example',
    app: { name: 'Postern', botUser: 'UBOT' },
    you: dana,
    people: [dana],
    channels: [
      { id: 'C0HELP', name: 'it-helpdesk', kind: 'channel', topic: '' },
      { id: 'C0AUDIT', name: 'mail-audit', kind: 'channel', topic: '' },
    ],
    messages,
    modal: null,
    commands: [],
  };
}

const heard = (event: WindowEvent): PageEvent => ({ type: 'heard', event, at: 5 });

function after(...events: readonly PageEvent[]): PageState {
  return events.reduce(reduce, initialState);
}

const opened: readonly PageEvent[] = [
  { type: 'loaded', window: windowWith(message('1.000001'), message('3.000001')) },
  { type: 'opened', channel: 'C0HELP' },
];

const stamps = (state: PageState): readonly string[] | undefined =>
  state.window?.messages.map(({ ts }) => ts);

describe('what the page shows', () => {
  it.each<[sentence: string, event: WindowEvent, stamps: readonly string[]]>([
    [
      'puts a new message at the end',
      { type: 'message', message: message('4.000001') },
      ['1.000001', '3.000001', '4.000001'],
    ],
    [
      'puts a late message where its time is',
      { type: 'message', message: message('2.000001') },
      ['1.000001', '2.000001', '3.000001'],
    ],
    [
      'sorts times by number, not by letter',
      { type: 'message', message: message('10.000001') },
      ['1.000001', '3.000001', '10.000001'],
    ],
    [
      'shows a message once that is told twice',
      { type: 'message', message: message('3.000001') },
      ['1.000001', '3.000001'],
    ],
    [
      'keeps the place of a changed message',
      { type: 'changed', message: message('1.000001', { text: 'new' }) },
      ['1.000001', '3.000001'],
    ],
    ['drops a deleted message', { type: 'deleted', channel: 'C0HELP', ts: '1.000001' }, ['3.000001']],
    [
      'keeps the messages of other channels at a deletion',
      { type: 'deleted', channel: 'C0AUDIT', ts: '1.000001' },
      ['1.000001', '3.000001'],
    ],
  ])('%s', (_sentence, event, expected) => {
    expect(stamps(after(...opened, heard(event)))).toEqual(expected);
  });

  it('shows the new words of a changed message', () => {
    const state = after(...opened, heard({ type: 'changed', message: message('1.000001', { text: 'new' }) }));

    expect(state.window?.messages[0]?.text).toBe('new');
  });

  it('is the same however often an event is told', () => {
    const event = fc.oneof(
      fc.record({
        type: fc.constantFrom('message' as const, 'changed' as const),
        message: fc
          .tuple(fc.nat(5), fc.constantFrom('C0HELP', 'C0AUDIT'))
          .map(([ts, channel]) => message(`${ts}.000001`, { channel })),
      }),
      fc.record({
        type: fc.constant('deleted' as const),
        channel: fc.constantFrom('C0HELP', 'C0AUDIT'),
        ts: fc.nat(5).map((ts) => `${ts}.000001`),
      }),
      fc.constantFrom<WindowEvent>({ type: 'modal', modal }, { type: 'modal', modal: null }),
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        const once = events.map(heard);
        const twice = once.flatMap((told) => [told, told]);

        expect(after(...opened, ...twice)).toEqual(after(...opened, ...once));
      }),
    );
  });

  it('hears nothing before the state is there', () => {
    expect(after(heard({ type: 'message', message: message('1.000001') }))).toEqual(initialState);
  });

  it('shows a notice in its channel at its time', () => {
    const state = after(...opened, heard({ type: 'notice', channel: 'C0HELP', text: '/devices failed' }));

    expect(state.notices).toEqual([{ at: 5, channel: 'C0HELP', text: '/devices failed' }]);
    expect(state.problem).toBeNull();
  });

  it('says a notice in the modal too while one is open', () => {
    const state = after(
      ...opened,
      heard({ type: 'modal', modal }),
      { type: 'submitted' },
      heard({ type: 'notice', channel: 'C0HELP', text: 'Try again?' }),
    );

    expect(state).toMatchObject({ problem: 'Try again?', submitting: false });
  });

  it('forgets everything when the person is another', () => {
    expect(after(...opened, { type: 'clicked', control }, { type: 'left' })).toEqual(initialState);
  });
});

describe('what is unread', () => {
  const elsewhere = message('4.000001', { channel: 'C0AUDIT' });

  it.each<[sentence: string, events: readonly PageEvent[], unread: readonly string[]]>([
    [
      'is a channel with a message that is not looked at',
      [heard({ type: 'message', message: elsewhere })],
      ['C0AUDIT'],
    ],
    ['is not the channel that is looked at', [heard({ type: 'message', message: message('4.000001') })], []],
    [
      'is not what the person wrote elsewhere',
      [heard({ type: 'message', message: { ...elsewhere, from: 'U0DANA' } })],
      [],
    ],
    ['is not a message that only changed', [heard({ type: 'changed', message: elsewhere })], []],
    [
      'is read once its channel is opened',
      [heard({ type: 'message', message: elsewhere }), { type: 'opened', channel: 'C0AUDIT' }],
      [],
    ],
    [
      'is what came while the page was away',
      [{ type: 'away' }, { type: 'loaded', window: windowWith(message('1.000001'), elsewhere) }],
      ['C0AUDIT'],
    ],
  ])('%s', (_sentence, events, unread) => {
    expect(after(...opened, ...events).unread).toEqual(unread);
  });

  it('is nothing at the first load', () => {
    expect(after({ type: 'loaded', window: windowWith(elsewhere) }).unread).toEqual([]);
  });
});

describe('a click', () => {
  it.each<[sentence: string, event: PageEvent]>([
    ['a message comes', heard({ type: 'message', message: message('4.000001') })],
    ['a message changes', heard({ type: 'changed', message: message('1.000001') })],
    ['a message goes', heard({ type: 'deleted', channel: 'C0HELP', ts: '1.000001' })],
    ['a modal opens', heard({ type: 'modal', modal })],
    ['Slack says something', heard({ type: 'notice', channel: 'C0HELP', text: 'failed' })],
    ['it takes too long', { type: 'settled' }],
    ['it is refused', { type: 'refused', problem: 'No such button' }],
    ['the connection breaks', { type: 'away' }],
  ])('is busy until %s', (_sentence, event) => {
    const clicked = after(...opened, { type: 'clicked', control });

    expect(clicked.busy).toEqual(control);
    expect(reduce(clicked, event).busy).toBeNull();
  });

  it('of a modal’s submit button waits for the modal, not for a message', () => {
    const submitted = after(...opened, heard({ type: 'modal', modal }), { type: 'submitted' });
    const told = reduce(submitted, heard({ type: 'message', message: message('4.000001') }));

    expect(told.submitting).toBe(true);
    expect(reduce(told, heard({ type: 'modal', modal: null }))).toMatchObject({
      submitting: false,
      window: { modal: null },
    });
  });
});

describe('the connection', () => {
  it.each<[sentence: string, events: readonly PageEvent[], connection: PageState['connection']]>([
    ['is being opened at first', [], 'connecting'],
    ['is open with the state', opened, 'open'],
    ['is away when it broke', [...opened, { type: 'away' }], 'away'],
    [
      'is open again with the next state',
      [...opened, { type: 'away' }, { type: 'loaded', window: windowWith() }],
      'open',
    ],
  ])('%s', (_sentence, events, connection) => {
    expect(after(...events).connection).toBe(connection);
  });

  it('leaves the messages in sight while it is away', () => {
    expect(stamps(after(...opened, { type: 'away' }))).toEqual(['1.000001', '3.000001']);
  });
});
