import { useContext } from 'preact/hooks';
import { Avatar } from '../../ui/avatar.tsx';
import type { Notice } from '../state/page-state.ts';
import { MessageHead } from './message-head.tsx';
import { Names } from './names.ts';
import { OnlyYou } from './only-you.tsx';

/** What Discord says in the app's place, to this person alone: it stands where the answer would. */
export function NoticeLine({ notice, dismiss }: { readonly notice: Notice; readonly dismiss: () => void }) {
  const names = useContext(Names);
  const app = names.person(names.app);
  return (
    <article class="message ephemeral" aria-label={`${app}, only you can see this`}>
      <Avatar id={names.app} name={app} size="large" app />
      <div class="message-body">
        <MessageHead author={app} isApp at={new Date(notice.at).toISOString()} />
        <p class="failure">{notice.text}</p>
        <OnlyYou dismiss={dismiss} />
      </div>
    </article>
  );
}
