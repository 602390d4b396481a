import type { Notice } from '../state/page-state.ts';
import { EyeIcon } from './icons.tsx';

/** What Slack itself says to this person alone. */
export function NoticeLine({ notice }: { readonly notice: Notice }) {
  return (
    <article class="notice" aria-label="Slackbot, only visible to you">
      <p class="only-you">
        <EyeIcon /> Only visible to you
      </p>
      <p>
        <b>Slackbot</b> {notice.text}
      </p>
    </article>
  );
}
