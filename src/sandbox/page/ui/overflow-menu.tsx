import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Option } from '../kit/element.ts';
import { DotsIcon } from './icons.tsx';

interface Props {
  readonly options: readonly Option[];
  readonly about: string;
  readonly busy: boolean;
  readonly choose: (option: string) => void;
}

/** The ⋮ beside a section. */
export function OverflowMenu({ options, about, busy, choose }: Props) {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = (): void => {
    setOpen(false);
    opener.current?.focus();
  };
  const label = about === '' ? 'More actions' : `More actions: ${about}`;
  return (
    <div class="overflow">
      <button
        ref={opener}
        type="button"
        class="icon-button overflow-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={busy}
        onClick={() => setOpen(!open)}
      >
        <DotsIcon />
      </button>
      {open && (
        <Menu
          label={label}
          options={options}
          leave={() => setOpen(false)}
          close={close}
          choose={(option) => {
            close();
            choose(option);
          }}
        />
      )}
    </div>
  );
}

interface MenuProps {
  readonly label: string;
  readonly options: readonly Option[];
  /** Closes without taking the focus back: it is elsewhere already. */
  readonly leave: () => void;
  readonly close: () => void;
  readonly choose: (option: string) => void;
}

function Menu({ label, options, leave, close, choose }: MenuProps) {
  const menu = useRef<HTMLDivElement>(null);
  const items = (): HTMLButtonElement[] => [...(menu.current?.querySelectorAll('button') ?? [])];

  useLayoutEffect(() => {
    const drawn = menu.current;
    const frame = drawn?.closest('.messages')?.getBoundingClientRect();
    if (drawn && frame && drawn.getBoundingClientRect().bottom > frame.bottom) drawn.classList.add('menu-up');
    items()[0]?.focus();
  }, []);
  useEffect(() => {
    const leaveOutside = ({ target }: Event): void => {
      if (target instanceof Node && !menu.current?.parentElement?.contains(target)) leave();
    };
    document.addEventListener('pointerdown', leaveOutside);
    return () => document.removeEventListener('pointerdown', leaveOutside);
  });

  const onKeyDown = (event: KeyboardEvent): void => {
    const all = items();
    const at = all.findIndex((item) => item === document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (event.key === 'Tab') leave();
    if (event.key === 'Escape') close();
    if (next === undefined && event.key !== 'Escape') return;
    event.preventDefault();
    if (next !== undefined) all.at(next % all.length)?.focus();
  };
  return (
    <div ref={menu} class="menu" role="menu" aria-label={label} onKeyDown={onKeyDown}>
      {options.map(({ value, text, description }) => (
        <button key={value} type="button" role="menuitem" tabIndex={-1} onClick={() => choose(value)}>
          {text}
          {description !== '' && <small>{description}</small>}
        </button>
      ))}
    </div>
  );
}
