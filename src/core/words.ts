import type { UserError } from './errors.ts';
import type { Access } from './permission.ts';
import type { Forbidden } from './resolve.ts';
import { code, text } from './text.ts';
import type { PublicView } from './view.ts';

/** The sentence of a `UserError`, and what is shown below it, such as a fresh list. */
export function userErrorView({ code: failure, message }: UserError, below?: PublicView): PublicView {
  const said = { kind: 'text', text: text`${message}` } as const;
  return below
    ? { ...below, blocks: [said, ...below.blocks], failure }
    : { title: 'That was not done', blocks: [said], failure };
}

/**
 * What is missing, and whom to ask.
 *
 * The address is named only to somebody who typed it. Whether it exists makes no difference to a word of this.
 */
export function refusalView({ permission, address, named }: Forbidden, access: Access): PublicView {
  const where = named && address ? ` on ${address}` : ' there';
  return {
    title: 'Not allowed',
    failure: 'forbidden',
    blocks: [
      {
        kind: 'text',
        text:
          access.refusal === undefined
            ? text`You need the permission ${code(permission)}${where}, and no rule of the policy gives it to you. Nothing was changed.`
            : text`${access.refusal} Nothing was changed.`,
      },
      { kind: 'note', text: text`Ask ${access.ask}, and send them what ${code('/devices whoami')} shows.` },
    ],
  };
}

/** For what nobody foresaw. The reference finds the line in Postern's log. */
export function defectView(reference: string): PublicView {
  return {
    title: 'Something went wrong',
    failure: 'defect',
    blocks: [
      {
        kind: 'text',
        text: text`Postern failed here, and can't say whether the change was made. Look at the list again before you repeat it: whatever was changed is shown there, and in the audit.`,
      },
      { kind: 'note', text: text`Tell whoever runs Postern this reference: ${code(reference)}` },
    ],
  };
}
