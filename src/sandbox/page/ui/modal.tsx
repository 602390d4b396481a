import { useEffect, useRef, useState } from 'preact/hooks';
import type { WindowModal } from '../../window.ts';
import { fieldKey, fieldsIn, problemsIn, valuesOf } from '../kit/form.ts';
import type { Form } from '../kit/form.ts';
import { readModal } from '../kit/modal-view.ts';
import type { Acts } from '../state/acts.ts';
import { BlockView } from './block-view.tsx';
import { Dialog } from './dialog.tsx';
import { FieldView } from './field-view.tsx';
import { CrossIcon } from './icons.tsx';

interface Props {
  readonly modal: WindowModal;
  readonly acts: Acts;
  readonly submitting: boolean;
  readonly problem: string | null;
}

export function Modal({ modal: { viewId, view, errors }, acts, submitting, problem }: Props) {
  const { title, submit, close, blocks } = readModal(view);
  const fields = fieldsIn(blocks);
  const [form, setForm] = useState<Form>({});
  const [missing, setMissing] = useState<Readonly<Record<string, string>>>({});
  const drawn = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const wrong = drawn.current?.querySelector('[aria-invalid="true"]');
    if (wrong instanceof HTMLElement) wrong.focus();
  }, [missing, errors]);
  const leave = (): void => acts.close(viewId);
  const send = (): void => {
    if (submitting) return;
    const found = problemsIn(form, fields);
    setMissing(found);
    if (Object.keys(found).length === 0) acts.submit(viewId, valuesOf(form, fields));
  };
  return (
    <Dialog label={title} kind="modal" close={leave}>
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
          <h2 class="dialog-title">{title}</h2>
          <button type="button" class="icon-button" aria-label="Close the dialog" onClick={leave}>
            <CrossIcon />
          </button>
        </header>
        <div class="dialog-body">
          {blocks.map((block, index) =>
            block.kind === 'input' ? (
              <FieldView
                key={fieldKey(block.field)}
                field={block.field}
                form={form}
                set={(value) => setForm({ ...form, [fieldKey(block.field)]: value })}
                error={missing[block.field.blockId] ?? errors[block.field.blockId]}
                first={block.field === fields[0]}
                send={send}
              />
            ) : (
              <BlockView key={index} block={block} isBusy={() => false} act={() => {}} />
            ),
          )}
          {problem !== null && (
            <p class="problem" role="alert">
              {problem}
            </p>
          )}
        </div>
        <footer class="dialog-buttons">
          <button type="button" class="button button-default" onClick={leave}>
            {close}
          </button>
          {submit !== '' && (
            <button type="submit" class="button button-primary" aria-busy={submitting}>
              {submit}
            </button>
          )}
        </footer>
      </form>
    </Dialog>
  );
}
