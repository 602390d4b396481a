import type { Sessions } from '../../src/core/sessions.ts';
import { bold, code, type Text, text } from '../../src/core/text.ts';
import type { PublicBlock } from '../../src/core/view.ts';

type OpenSignOuts = Awaited<ReturnType<Sessions['open']>>;

/** More would push the list out of one message. */
const shown = 3;

/**
 * Sessions that should have ended and may not have: said above the devices, since those that were disconnected are no
 * longer among them. What needs a person comes first.
 */
export function openSignOuts(open: OpenSignOuts): readonly PublicBlock[] {
  const sorted = [...open].toSorted(
    (one, other) => Number(one.state === 'ending') - Number(other.state === 'ending'),
  );
  const more = sorted.length - shown;
  return [
    ...sorted.slice(0, shown).map((one) => ({ kind: 'text', text: openText(one) }) as const),
    ...(more > 0
      ? [
          {
            kind: 'note',
            text: text`And the sessions of ${String(more)} more passwords that were revoked.`,
          } as const,
        ]
      : []),
  ];
}

function openText({ label, identity, state, command }: OpenSignOuts[number]): Text {
  const [, suffix = ''] = identity.split('/');
  const whose = text`${bold(label)}, password ${code(suffix)}`;
  if (state === 'ending') return text`Still ending the sessions of ${whose}. The password is refused.`;
  return command === undefined
    ? text`⚠ Sessions of ${whose} may still be open: the mail server could not end them. The password is refused.`
    : text`⚠ Sessions of ${whose} may still be open. The password is refused. On the mail server, run ${code(command)}`;
}
