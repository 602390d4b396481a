/** @see https://docs.discord.com/developers/resources/message#message-object-message-flags */
export const messageFlag = {
  suppressEmbeds: 1 << 2,
  ephemeral: 1 << 6,
  loading: 1 << 7,
  suppressNotifications: 1 << 12,
  componentsV2: 1 << 15,
} as const;

export function isV2(flags: number): boolean {
  return (flags & messageFlag.componentsV2) !== 0;
}

export function isEphemeral(flags: number): boolean {
  return (flags & messageFlag.ephemeral) !== 0;
}
