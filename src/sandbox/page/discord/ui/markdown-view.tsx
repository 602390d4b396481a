import { CopyButton } from '../../ui/copy-button.tsx';
import { readMarkdown } from '../kit/markdown.ts';
import type { Block } from '../kit/nodes.ts';
import { Inlines } from './inlines.tsx';

export function MarkdownView({ source }: { readonly source: string }) {
  return (
    <div class="markdown">
      {readMarkdown(source).map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'code':
      return (
        <div class="preformatted">
          <pre>{block.text}</pre>
          <CopyButton text={block.text} />
        </div>
      );
    case 'heading':
      // The page has headings of its own over it, down to the second level.
      return (
        <p role="heading" aria-level={block.level + 2} class={`text heading heading-${block.level}`}>
          <Inlines inlines={block.content} />
        </p>
      );
    case 'quote':
      return (
        <blockquote class="text">
          <Inlines inlines={block.content} />
        </blockquote>
      );
    case 'item':
      return (
        <p class="text item">
          <span class="item-mark">{block.mark}</span>
          <span>
            <Inlines inlines={block.content} />
          </span>
        </p>
      );
    case 'paragraph':
    case 'small':
      return (
        <p class={`text ${block.kind}`}>
          <Inlines inlines={block.content} />
        </p>
      );
  }
}
