import type { WindowState } from '../../window.ts';
import { writePlace } from '../state/place.ts';
import { Avatar } from './avatar.tsx';

interface Props {
  readonly window: WindowState;
  readonly channel: string;
}

/** Whom the person at the browser acts as. */
export function PersonSwitch({ window: { you, people }, channel }: Props) {
  return (
    <label class="person-switch">
      <span class="person-switch-label">You are</span>
      <Avatar id={you.id} name={you.name} size="small" />
      <select
        value={you.id}
        onChange={(event) => {
          location.hash = writePlace({ user: event.currentTarget.value, channel });
        }}
      >
        {people.map(({ id, name, about }) => (
          <option key={id} value={id}>
            {name} – {about}
          </option>
        ))}
      </select>
    </label>
  );
}
