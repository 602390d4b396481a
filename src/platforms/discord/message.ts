import { MessageFlags } from 'discord.js';
import type { APIMessageTopLevelComponent } from 'discord.js';
import type { PrivateView } from '../../core/view.ts';
import { renderView } from './render.ts';

/** What every message is sent and edited with: an edit that left this out would call everybody it names. */
const nobody: { parse: [] } = { parse: [] };

export interface MessageBody {
  readonly flags: number;
  readonly allowed_mentions: typeof nobody;
  readonly components: APIMessageTopLevelComponent[];
}

/** For an edit, which leaves a message as private as it was; and for a message that others see too. */
export function messageBody(view: PrivateView): MessageBody {
  return { flags: MessageFlags.IsComponentsV2, allowed_mentions: nobody, components: [...renderView(view)] };
}

/** The same, new and for one person. */
export function asPrivate(body: MessageBody): MessageBody {
  return { ...body, flags: body.flags | MessageFlags.Ephemeral };
}
