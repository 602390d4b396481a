import type { Block } from '../kit/block.ts';
import { wordsOf } from '../kit/words.ts';
import { ElementView } from './element-view.tsx';
import { Paragraphs } from './paragraphs.tsx';

interface Props {
  readonly block: Block;
  readonly isBusy: (blockId: string, actionId: string) => boolean;
  readonly act: (blockId: string, actionId: string, option: string | undefined) => void;
}

/** A block as Slack draws it. Inputs are the modal's business: a message has none. */
export function BlockView({ block, isBusy, act }: Props) {
  switch (block.kind) {
    case 'header':
      return <h3 class="block-header">{block.text}</h3>;
    case 'divider':
      return <hr class="block-divider" />;
    case 'rich-text':
      return (
        <div class="block-rich-text">
          <Paragraphs paragraphs={block.paragraphs} />
        </div>
      );
    case 'context':
      return (
        <div class="block-context">
          {block.elements.map((element, index) => (
            <div key={index}>
              <Paragraphs paragraphs={element} />
            </div>
          ))}
        </div>
      );
    case 'section':
      return <Section block={block} isBusy={isBusy} act={act} />;
    case 'actions':
      return (
        <div class="block-actions">
          {block.elements.map((element) => (
            <ElementView
              key={element.actionId}
              element={element}
              about=""
              busy={isBusy(block.blockId, element.actionId)}
              act={(option) => act(block.blockId, element.actionId, option)}
            />
          ))}
        </div>
      );
    case 'input':
      return null;
  }
}

function Section({ block, isBusy, act }: Props & { readonly block: Block & { readonly kind: 'section' } }) {
  const { blockId, text, fields, accessory } = block;
  return (
    <div class="block-section">
      <div class="section-text">
        <Paragraphs paragraphs={text} />
        {fields.length > 0 && (
          <div class="section-fields">
            {fields.map((field, index) => (
              <div key={index}>
                <Paragraphs paragraphs={field} />
              </div>
            ))}
          </div>
        )}
      </div>
      {accessory && (
        <ElementView
          element={accessory}
          about={wordsOf(text)}
          busy={isBusy(blockId, accessory.actionId)}
          act={(option) => act(blockId, accessory.actionId, option)}
        />
      )}
    </div>
  );
}
