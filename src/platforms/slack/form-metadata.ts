import { z } from 'zod';
import { limits } from './limits.ts';
import { parseJson } from './json.ts';

/** Where the answer to a sent form goes: a submission has no response_url, so that of the click travels with the form. */
export interface FormMetadata {
  readonly responseUrl: string | undefined;
  readonly channel: string | undefined;
  /** Whether the message that was clicked is one that only this person sees. */
  readonly isPrivate: boolean;
}

const shape = z.object({
  url: z.string().optional(),
  channel: z.string().optional(),
  private: z.boolean(),
});

export function writeMetadata({ responseUrl, channel, isPrivate }: FormMetadata): string {
  const whole = JSON.stringify({ url: responseUrl, channel, private: isPrivate });
  // Without the address the answer goes to the channel, for this person alone.
  return whole.length <= limits.privateMetadata ? whole : JSON.stringify({ channel, private: isPrivate });
}

/** Of a form that an older release drew, nothing is known. */
export function readMetadata(written: string): FormMetadata {
  const { data } = shape.safeParse(parseJson(written));
  return { responseUrl: data?.url, channel: data?.channel, isPrivate: data?.private ?? false };
}
