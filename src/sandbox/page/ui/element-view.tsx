import { useState } from 'preact/hooks';
import type { Element } from '../kit/element.ts';
import { ButtonView } from './button-view.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { OverflowMenu } from './overflow-menu.tsx';
import { SelectView } from './select-view.tsx';

interface Props {
  readonly element: Element;
  /** The text that the element stands beside: tells one ⋮ from the next. */
  readonly about: string;
  readonly busy: boolean;
  readonly act: (option: string | undefined) => void;
}

/** A button, menu or select of a message, with its confirmation where it asks for one. */
export function ElementView({ element, about, busy, act }: Props) {
  const [asking, setAsking] = useState<{ readonly option: string | undefined } | null>(null);
  const choose = (option: string | undefined): void => {
    if (busy) return;
    if (element.confirm) setAsking({ option });
    else act(option);
  };
  return (
    <>
      <Control element={element} about={about} busy={busy} act={choose} />
      {element.confirm && asking && (
        <ConfirmDialog
          question={element.confirm}
          answer={(yes) => {
            setAsking(null);
            if (yes) act(asking.option);
          }}
        />
      )}
    </>
  );
}

function Control({ element, about, busy, act }: Props) {
  switch (element.kind) {
    case 'button':
      return <ButtonView button={element} busy={busy} click={() => act(undefined)} />;
    case 'overflow':
      return <OverflowMenu options={element.options} about={about} busy={busy} choose={act} />;
    case 'select':
      return <SelectView select={element} about={about} busy={busy} choose={act} />;
  }
}
