import { EyeIcon } from '../../ui/icons.tsx';

export function OnlyYou({ dismiss }: { readonly dismiss: () => void }) {
  return (
    <p class="only-you">
      <EyeIcon /> Only you can see this{' '}
      <span aria-hidden="true" class="dot">
        ·
      </span>{' '}
      <button type="button" class="link-button" onClick={dismiss}>
        Dismiss message
      </button>
    </p>
  );
}
