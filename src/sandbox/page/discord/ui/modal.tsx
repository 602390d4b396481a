import { useEffect, useRef, useState } from 'preact/hooks';
import type { DiscordWindowModal } from '../../../discord-window.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { CrossIcon } from '../../ui/icons.tsx';
import { readModal, valuesAtFirst } from '../kit/modal.ts';
import type { Acts } from '../state/acts.ts';
import { FieldView } from './field-view.tsx';
import { MarkdownView } from './markdown-view.tsx';

interface Props {
  readonly modal: DiscordWindowModal;
  readonly app: { readonly id: string; readonly name: string };
  readonly acts: Acts;
  readonly submitting: boolean;
  readonly problem: string | null;
}

export function Modal({ modal: { id, modal, errors, notice }, app, acts, submitting, problem }: Props) {
  const form = readModal(modal);
  const [values, setValues] = useState(() => valuesAtFirst(form));
  const drawn = useRef<HTMLFormElement>(null);
  const first = form.parts.find(({ kind }) => kind === 'field');
  useEffect(() => {
    const wrong = drawn.current?.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [errors]);
  const leave = (): void => acts.close(id);
  const send = (): void => {
    if (!submitting) acts.submit(id, values);
  };
  const said = notice || problem;
  return (
    <Dialog label={form.title} kind="modal" close={leave}>
      <form
        ref={drawn}
        noValidate
        aria-busy={submitting}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <header class="dialog-head">
          <Avatar id={app.id} name={app.name} size="small" app />
          <h2 class="dialog-title">{form.title}</h2>
          <button type="button" class="icon-button" aria-label="Close the dialog" onClick={leave}>
            <CrossIcon />
          </button>
        </header>
        <div class="dialog-body">
          {form.parts.map((part, index) =>
            part.kind === 'text' ? (
              <MarkdownView key={index} source={part.content} />
            ) : (
              <FieldView
                key={part.input.customId}
                field={part}
                value={values[part.input.customId]}
                set={(value) => setValues({ ...values, [part.input.customId]: value })}
                error={errors[part.input.customId]}
                first={part === first}
                send={send}
              />
            ),
          )}
          {said && (
            <p class="problem" role="alert">
              {said}
            </p>
          )}
          <p class="dialog-warning">
            This form will be submitted to {app.name}. Do not share passwords or other sensitive information.
          </p>
        </div>
        <footer class="dialog-buttons">
          <button type="button" class="button button-secondary" onClick={leave}>
            Cancel
          </button>
          <button type="submit" class="button button-primary" aria-busy={submitting}>
            Submit
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
