import type { Paragraph } from '../kit/inline.ts';
import { CopyButton } from './copy-button.tsx';
import { Inlines } from './inlines.tsx';

export function Paragraphs({ paragraphs }: { readonly paragraphs: readonly Paragraph[] }) {
  return (
    <>
      {paragraphs.map((paragraph, index) => (
        <ParagraphView key={index} paragraph={paragraph} />
      ))}
    </>
  );
}

function ParagraphView({ paragraph }: { readonly paragraph: Paragraph }) {
  switch (paragraph.kind) {
    case 'section':
      return (
        <p class="text">
          <Inlines inlines={paragraph.content} />
        </p>
      );
    case 'quote':
      return (
        <blockquote class="text">
          <Inlines inlines={paragraph.content} />
        </blockquote>
      );
    case 'preformatted':
      return (
        <div class="preformatted">
          <pre>{paragraph.text}</pre>
          <CopyButton text={paragraph.text} />
        </div>
      );
    case 'list': {
      const items = paragraph.items.map((item, index) => (
        <li key={index}>
          <Inlines inlines={item} />
        </li>
      ));
      return paragraph.ordered ? <ol class="text">{items}</ol> : <ul class="text">{items}</ul>;
    }
  }
}
