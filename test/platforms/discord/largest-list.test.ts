import { ComponentType } from 'discord.js';
import { describe, expect, it } from 'vitest';
import { bold, code, exactTime, text } from '../../../src/core/text.ts';
import type { PublicView, RowBlock, TextBlock } from '../../../src/core/view.ts';
import { messageBody } from '../../../src/platforms/discord/message.ts';
import { literal, readMarkdown } from './markdown-model.ts';
import { messageProblems } from './referee.ts';
import { textOf } from './text-of.ts';

const at = new Date('2026-03-01T14:05:06Z');

describe('the largest list', () => {
  /** 64 characters, each of which needs a backslash. */
  const label = '*_~|>#-[]()<@:+`'.repeat(4);
  const long = '2001:0db8:85a3:0000:0000:8a2e:0370:7334';
  const largest: PublicView = {
    title: 'Devices',
    blocks: [
      { kind: 'text', text: text`Disconnected ${bold(label)} (${code('k7xw')}).` },
      { kind: 'text', text: text`${bold('Password revoked:')} it is refused from now on.` },
      {
        kind: 'text',
        text: text`2,000 devices and the generic password of ${bold(`${'a'.repeat(60)}@example.com`)}`,
      },
      ...Array.from({ length: 6 }, (_, index): RowBlock => ({
        kind: 'row',
        label,
        details: [
          text`Computer · IMAP, POP, SMTP · password starts with ${code('k7xw')}`,
          text`Last used ${exactTime(at)} (${exactTime(at)}, IMAP, from ${long}) · connected now: 12`,
          text`Added ${exactTime(at)} by ${code('slack:T0123456789/U0123456789')}`,
          text`⚠ Password never received, so it is refused: change it again.`,
        ],
        menu: [
          { label: 'Change password', id: `1:a:${index}`, available: true },
          { label: 'Disconnect the device', id: `1:b:${index}`, available: true },
          { label: 'Edit', id: `1:c:${index}`, available: false },
        ],
      })),
      { kind: 'note', text: text`Page 2 of 334` },
      {
        kind: 'buttons',
        buttons: ['Previous page', 'Next page'].map((words) => ({
          label: words,
          id: `1:${words}`,
          style: 'plain',
        })),
      },
      {
        kind: 'buttons',
        buttons: ['Add a device', 'Disconnect all devices'].map((words) => ({
          label: words,
          id: `1:${words}`,
          style: 'danger',
        })),
      },
      { kind: 'note', text: text`Disconnecting a device does not remove the address from a web mail app.` },
    ],
  };

  it('fits into one message, whole', () => {
    expect(messageProblems(messageBody(largest))).toEqual([]);
    expect(textOf(largest)).not.toMatch(/…|no room/);
    expect(literal(readMarkdown(textOf(largest))).split(label)).toHaveLength(8);
  });

  it('keeps every row and button below the longest warnings', () => {
    const blocks: PublicView['blocks'] = [
      ...Array.from({ length: 3 }, (): TextBlock => ({
        kind: 'text',
        text: text`⚠ Sessions of ${bold(label)}, password ${code('k7xw')} may still be open. The password is refused. On the mail server, run ${code(`doveadm kick -f passdb alice@example.com/k7xw`)}`,
      })),
      { kind: 'note', text: text`And the sessions of 12 more passwords that were revoked.` },
      ...largest.blocks,
    ];
    const drawn = messageBody({ title: 'Devices', blocks });

    expect(messageProblems(drawn)).toEqual([]);
    expect(literal(readMarkdown(textOf({ title: 'Devices', blocks }))).split(label)).toHaveLength(11);
    expect(drawn.components.filter(({ type }) => type === ComponentType.ActionRow)).toHaveLength(7);
  });
});
