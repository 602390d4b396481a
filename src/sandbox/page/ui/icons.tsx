import type { ComponentChildren } from 'preact';

/** Drawn in the colour of the text around them; the control they stand in carries the name. */
function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg
      class="icon"
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

export function MenuIcon() {
  return (
    <Icon>
      <path d="M3 5.5h14M3 10h14M3 14.5h14" />
    </Icon>
  );
}

export function SendIcon() {
  return (
    <Icon>
      <path d="M3 3.5 17 10 3 16.5 5.5 10zM5.5 10H11" />
    </Icon>
  );
}

export function EyeIcon() {
  return (
    <Icon>
      <path d="M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5z" />
      <circle cx="10" cy="10" r="2.4" />
    </Icon>
  );
}

export function DotsIcon() {
  return (
    <Icon>
      <path d="M10 4.5v.01M10 10v.01M10 15.5v.01" stroke-width="2.6" />
    </Icon>
  );
}

export function CopyIcon() {
  return (
    <Icon>
      <rect x="7" y="7" width="10" height="10" rx="2" />
      <path d="M13 7V5a2 2 0 0 0-2-2H5a2 2 0 0 0-2 2v6a2 2 0 0 0 2 2h2" />
    </Icon>
  );
}

export function CrossIcon() {
  return (
    <Icon>
      <path d="m5 5 10 10M15 5 5 15" />
    </Icon>
  );
}

export function SlashIcon() {
  return (
    <Icon>
      <rect x="2.5" y="2.5" width="15" height="15" rx="3" />
      <path d="m8 14 4-8" />
    </Icon>
  );
}

export function PhoneIcon() {
  return (
    <Icon>
      <rect x="5.5" y="2" width="9" height="16" rx="2" />
      <path d="M9 15.2h2" />
    </Icon>
  );
}
