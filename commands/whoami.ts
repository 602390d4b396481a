import { defineCommand, type Context } from '../src/core/command.ts';
import { permissions, type Grant } from '../src/core/permission.ts';
import { code, type Text, text } from '../src/core/text.ts';
import type { PrivateView } from '../src/core/view.ts';

export const whoami = defineCommand({
  name: 'whoami',
  description: 'Show who Postern thinks you are, and what you may do where',
  options: {},
  permission: null,
  actions: [],
  run: async (context) => whoamiView(context),
});

function whoamiView({ actor: { identity, id }, access }: Context): PrivateView {
  const { groups, ownAddresses, refusal, ask } = access;
  const grants = refusal === undefined ? access.grants : [];
  const lines: readonly Text[] = [
    text`Platform ${code(identity.platform)} · workspace ${code(identity.workspace || 'none')} · user ${code(identity.user)}`,
    text`In the policy you are ${code(id)}.`,
    groups.length > 0
      ? text`Groups: ${groups.join(', ')}`
      : text`You are in none of the groups of the policy.`,
    ...(ownAddresses.length > 0 ? [text`Addresses that you own: ${ownAddresses.join(', ')}`] : []),
    ...(refusal === undefined ? grantLines(grants) : [text`You may do nothing here. ${refusal}`]),
  ];
  return {
    title: 'Who you are',
    data: {
      platform: identity.platform,
      workspace: identity.workspace || null,
      account: identity.user,
      id,
      groups,
      addresses: ownAddresses,
      may: grants.map(({ through, permissions: words, on }) => ({ through, permissions: words, on })),
      refusal: refusal ?? null,
      ask,
    },
    blocks: [
      ...lines.map((line) => ({ kind: 'text', text: line }) as const),
      { kind: 'note', text: text`If something is refused that you need, send this to ${ask}.` },
    ],
  };
}

function grantLines(grants: readonly Grant[]): readonly Text[] {
  if (grants.length === 0)
    return [text`You may do nothing yet: no rule of the policy names you or a group of yours.`];
  return grants.map(({ through, permissions: may, on }) => {
    const words = may.length === permissions.length ? 'everything' : may.join(', ');
    return text`As ${code(through)} you may: ${words} on ${on.join(', ')}`;
  });
}
