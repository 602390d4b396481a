import type { Context } from './command.ts';
import type { PasswordHash, Tag } from './password.ts';
import type { IssuedDevice, Outcome } from './ports.ts';
import type { Secret } from './secret.ts';

/** A tag is drawn from 923,521; even at 100,000 former tags of one address five draws fail once in 67,000 times. */
const draws = 5;

export type Issued =
  | { readonly kind: 'done'; readonly device: IssuedDevice; readonly password: Secret }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'changed' };

/** Makes a password and stores its hash with `store`; draws again while the address had that tag before. */
export async function issueWith(
  { freshPassword }: Pick<Context, 'freshPassword'>,
  store: (fresh: { readonly tag: Tag; readonly hash: PasswordHash }) => Promise<Outcome<IssuedDevice>>,
): Promise<Issued> {
  for (let draw = 0; draw < draws; draw += 1) {
    const { tag, hash, password } = await freshPassword();
    const outcome = await store({ tag, hash });
    if (outcome.kind === 'done') return { kind: 'done', device: outcome.value, password };
    if (outcome.kind !== 'tag-taken') return outcome;
  }
  throw new Error(`No free tag in ${draws} draws`);
}
