import type { WindowPerson } from '../../window.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  readonly you: WindowPerson;
  readonly people: readonly WindowPerson[];
  readonly become: (user: string) => void;
}

/** Whom the person at the browser acts as. */
export function PersonSwitch({ you, people, become }: Props) {
  return (
    <label class="person-switch">
      <span class="person-switch-label">You are</span>
      <Avatar id={you.id} name={you.name} size="small" />
      <select value={you.id} onChange={(event) => become(event.currentTarget.value)}>
        {people.map(({ id, name, about }) => (
          <option key={id} value={id}>
            {name} – {about}
          </option>
        ))}
      </select>
    </label>
  );
}
