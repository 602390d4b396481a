import type { Option } from '../kit/element.ts';

interface Props {
  readonly type: 'radio' | 'checkbox';
  readonly name: string;
  readonly options: readonly Option[];
  readonly chosen: readonly string[];
  readonly first: boolean;
  readonly toggle: (value: string) => void;
}

/** Radio buttons or boxes to tick. A `multi_static_select` is drawn so too: with few options it is easier to use. */
export function Choices({ type, name, options, chosen, first, toggle }: Props) {
  return (
    <>
      {options.map(({ value, text, description }, index) => (
        <label key={value} class="choice">
          <input
            type={type}
            name={name}
            value={value}
            checked={chosen.includes(value)}
            autofocus={first && index === 0}
            onChange={() => toggle(value)}
          />
          <span>
            {text}
            {description !== '' && <small>{description}</small>}
          </span>
        </label>
      ))}
    </>
  );
}
