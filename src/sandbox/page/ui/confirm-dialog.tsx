import type { Confirm } from '../kit/element.ts';
import { readText } from '../kit/text-object.ts';
import { Dialog } from './dialog.tsx';
import { Paragraphs } from './paragraphs.tsx';

interface Props {
  readonly question: Confirm;
  readonly answer: (yes: boolean) => void;
}

export function ConfirmDialog({ question, answer }: Props) {
  return (
    <Dialog label={question.title} kind="confirm" close={() => answer(false)}>
      <h2 class="dialog-title">{question.title}</h2>
      <Paragraphs paragraphs={readText(question.text)} />
      <div class="dialog-buttons">
        <button type="button" class="button button-default" onClick={() => answer(false)}>
          {question.deny}
        </button>
        <button
          type="button"
          class={`button button-${question.danger ? 'danger' : 'primary'}`}
          autofocus
          onClick={() => answer(true)}
        >
          {question.confirm}
        </button>
      </div>
    </Dialog>
  );
}
