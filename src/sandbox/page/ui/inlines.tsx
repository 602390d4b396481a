import type { ComponentChild } from 'preact';
import { useContext } from 'preact/hooks';
import { formatDate } from '../kit/date-format.ts';
import { isSafeLink } from '../kit/inline.ts';
import type { Inline, TextStyle } from '../kit/inline.ts';
import { Names } from './names.ts';

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
      return <>{styled(inline.text, inline.style)}</>;
    case 'link':
      if (!isSafeLink(inline.url)) return <>{styled(inline.text, inline.style)}</>;
      return (
        <a href={inline.url} target="_blank" rel="noopener noreferrer">
          {styled(inline.text, inline.style)}
        </a>
      );
    case 'person':
      return (
        <span class={inline.id === names.you ? 'mention mention-you' : 'mention'}>
          @{names.person(inline.id)}
        </span>
      );
    case 'channel':
      return <span class="mention">#{names.channel(inline.id)}</span>;
    case 'broadcast':
      return <span class="mention mention-you">@{inline.range}</span>;
    case 'date':
      return (
        <time title={inline.fallback}>
          {formatDate(inline.timestamp, inline.format, inline.fallback, Date.now())}
        </time>
      );
  }
}

function styled(text: string, { bold, italic, strike, code }: TextStyle): ComponentChild {
  let drawn: ComponentChild = text;
  if (code) drawn = <code>{drawn}</code>;
  if (strike) drawn = <s>{drawn}</s>;
  if (italic) drawn = <i>{drawn}</i>;
  if (bold) drawn = <b>{drawn}</b>;
  return drawn;
}
