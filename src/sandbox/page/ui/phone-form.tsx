import { useId, useState } from 'preact/hooks';
import type { Phone } from '../../mail/phones-window.ts';

interface Props {
  readonly phone: Phone;
  /** Resolves with the server's words where it refused. */
  readonly save: (password: string) => Promise<string | null>;
  readonly retry: () => void;
}

/** The settings of a phone, as far as they matter here. */
export function PhoneForm({ phone, save, retry }: Props) {
  const id = useId();
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <form
      class="phone-form"
      onSubmit={(event) => {
        event.preventDefault();
        void save(password).then(setProblem);
      }}
    >
      {phone.state === 'password-needed' && (
        <p class="phone-hint">Change its password in the chat, and type the new one here.</p>
      )}
      <label for={id}>
        {phone.state === 'password-needed' ? 'Password' : 'New password'}
        <span class="hidden"> of {phone.label}</span>
      </label>
      <input
        id={id}
        class="text-input phone-password"
        type="text"
        required
        maxLength={200}
        autocomplete="off"
        autocapitalize="none"
        spellcheck={false}
        value={password}
        aria-describedby={problem === null ? undefined : `${id}-problem`}
        onInput={(event) => setPassword(event.currentTarget.value)}
      />
      {problem !== null && (
        <p id={`${id}-problem`} class="phone-problem" role="alert">
          {problem}
        </p>
      )}
      <div class="phone-buttons">
        <button type="submit" class="button button-primary">
          Save and connect
        </button>
        {phone.state === 'disconnected' && (
          <button type="button" class="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    </form>
  );
}
