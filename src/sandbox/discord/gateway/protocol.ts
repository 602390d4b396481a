/** @see https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway */
export const opcode = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  presence: 3,
  voiceState: 4,
  resume: 6,
  reconnect: 7,
  requestMembers: 8,
  invalidSession: 9,
  hello: 10,
  heartbeatAck: 11,
} as const;

export const closeCode = {
  unknownOpcode: 4001,
  decodeError: 4002,
  notAuthenticated: 4003,
  authenticationFailed: 4004,
  alreadyAuthenticated: 4005,
  invalidSequence: 4007,
  rateLimited: 4008,
  sessionTimedOut: 4009,
  invalidShard: 4010,
  shardingRequired: 4011,
  invalidVersion: 4012,
  invalidIntents: 4013,
  disallowedIntents: 4014,
} as const;

/** @see https://docs.discord.com/developers/events/gateway#list-of-intents */
export const intent = {
  guilds: 1 << 0,
  members: 1 << 1,
  presences: 1 << 8,
  guildMessages: 1 << 9,
  directMessages: 1 << 12,
  messageContent: 1 << 15,
} as const;

export const privilegedIntents = intent.members | intent.presences | intent.messageContent;

/** Every bit that has a meaning today: 0–16, 20, 21, 24, 25. */
export const knownIntents = 0x1ffff | (1 << 20) | (1 << 21) | (1 << 24) | (1 << 25);

/** Bytes. @see https://docs.discord.com/developers/events/gateway#sending-events */
export const mostPayload = 4096;
/** In a minute, heartbeats too. */
export const mostSent = 120;
/** A day, over all of an app's processes: then its token is reset. */
export const mostIdentifies = 1000;
/** In one shard. @see https://docs.discord.com/developers/events/gateway#sharding */
export const mostGuilds = 2500;
