import { useContext } from 'preact/hooks';
import { isSafeLink } from '../../kit/inline.ts';
import type { Inline, Mark } from '../kit/nodes.ts';
import { Names } from './names.ts';
import { Spoiler } from './spoiler.tsx';
import { Timestamp } from './timestamp.tsx';

export function Inlines({ inlines }: { readonly inlines: readonly Inline[] }) {
  return (
    <>
      {inlines.map((inline, index) => (
        <InlineView key={index} inline={inline} />
      ))}
    </>
  );
}

function InlineView({ inline }: { readonly inline: Inline }) {
  const names = useContext(Names);
  switch (inline.kind) {
    case 'text':
      return <>{inline.text}</>;
    case 'code':
      return <code>{inline.text}</code>;
    case 'link':
      if (!isSafeLink(inline.url)) return <Inlines inlines={inline.content} />;
      return (
        <a href={inline.url} target="_blank" rel="noopener noreferrer">
          <Inlines inlines={inline.content} />
        </a>
      );
    case 'person':
      return (
        <span class={inline.id === names.you ? 'mention mention-you' : 'mention'}>
          @{names.person(inline.id)}
        </span>
      );
    case 'role':
      return <span class="mention">@{names.role(inline.id)}</span>;
    case 'channel':
      return <span class="mention">#{names.channel(inline.id)}</span>;
    case 'everyone':
      return <span class="mention mention-you">{inline.text}</span>;
    case 'time':
      return <Timestamp seconds={inline.seconds} style={inline.style} />;
    case 'bold':
    case 'italic':
    case 'underline':
    case 'strike':
    case 'spoiler':
      return <Marked kind={inline.kind} content={inline.content} />;
  }
}

function Marked({ kind, content }: { readonly kind: Mark; readonly content: readonly Inline[] }) {
  const inside = <Inlines inlines={content} />;
  switch (kind) {
    case 'bold':
      return <b>{inside}</b>;
    case 'italic':
      return <i>{inside}</i>;
    case 'underline':
      return <u>{inside}</u>;
    case 'strike':
      return <s>{inside}</s>;
    case 'spoiler':
      return <Spoiler>{inside}</Spoiler>;
  }
}
