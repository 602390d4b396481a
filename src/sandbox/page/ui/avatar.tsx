interface Props {
  readonly id: string;
  readonly name: string;
  readonly size: 'large' | 'small' | 'tiny';
  readonly app?: boolean;
}

/** Initials on a colour that stays the same for the same id. The name always stands beside it. */
export function Avatar({ id, name, size, app = false }: Props) {
  return (
    <span class={`avatar avatar-${size} avatar-colour-${app ? 'app' : colourOf(id)}`} aria-hidden="true">
      {initialsOf(name)}
    </span>
  );
}

/** How many `avatar-colour-…` classes there are. */
const colours = 6;

function colourOf(id: string): number {
  return (
    Array.from(id).reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7) % colours
  );
}

function initialsOf(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  return words
    .slice(0, 2)
    .map((word) => Array.from(word)[0]?.toUpperCase() ?? '')
    .join('');
}
