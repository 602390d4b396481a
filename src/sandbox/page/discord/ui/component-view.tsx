import type { Component } from '../kit/component.ts';
import type { Control } from '../kit/control.ts';
import { partsOf } from '../kit/parts.ts';
import { ButtonView } from './button-view.tsx';
import { MarkdownView } from './markdown-view.tsx';
import { SelectView } from './select-view.tsx';

/** What the controls of a message do. */
export interface Hands {
  readonly isBusy: (customId: string) => boolean;
  readonly act: (customId: string, values?: readonly string[]) => void;
}

interface Props {
  readonly components: readonly Component[];
  readonly hands: Hands;
}

export function Components({ components, hands }: Props) {
  return (
    <>
      {partsOf(components).map((part, index) => {
        const drawn = part.components.map((component, place) => (
          <ComponentView key={place} component={component} hands={hands} />
        ));
        // Buttons of one name stand under each row: what they are about is told to who can't see it.
        return part.name === '' ? (
          <div key={index} class="part">
            {drawn}
          </div>
        ) : (
          <div key={index} class="part" role="group" aria-label={part.name}>
            {drawn}
          </div>
        );
      })}
    </>
  );
}

function ComponentView({ component, hands }: { readonly component: Component; readonly hands: Hands }) {
  switch (component.kind) {
    case 'text':
      return <MarkdownView source={component.content} />;
    case 'row':
      return (
        <div class="action-row">
          {component.controls.map((control) => (
            <ControlView key={control.customId} control={control} hands={hands} />
          ))}
        </div>
      );
    case 'section':
      return (
        <div class="section">
          <div class="section-texts">
            {component.texts.map((text, index) => (
              <MarkdownView key={index} source={text} />
            ))}
          </div>
          {component.control && <ControlView control={component.control} hands={hands} />}
        </div>
      );
    case 'separator':
      return (
        <hr
          class={`separator${component.line ? ' separator-line' : ''}${component.large ? ' separator-large' : ''}`}
        />
      );
    case 'container':
      return (
        <div class="container" style={component.colour ? { borderLeftColor: component.colour } : undefined}>
          <Components components={component.parts} hands={hands} />
        </div>
      );
  }
}

function ControlView({ control, hands }: { readonly control: Control; readonly hands: Hands }) {
  const busy = hands.isBusy(control.customId);
  return control.kind === 'button' ? (
    <ButtonView button={control} busy={busy} click={() => hands.act(control.customId)} />
  ) : (
    <SelectView select={control} busy={busy} choose={(values) => hands.act(control.customId, values)} />
  );
}
