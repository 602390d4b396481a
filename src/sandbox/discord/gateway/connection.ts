import type { WebSocket } from 'ws';
import { asList, asObject, asText, parseJson } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import {
  closeCode,
  knownIntents,
  mostGuilds,
  mostPayload,
  mostSent,
  opcode,
  privilegedIntents,
} from './protocol.ts';
import type { Session } from './sessions.ts';
import type { GatewayState } from './state.ts';

export interface Connection {
  readonly hello: () => void;
  readonly send: (frame: JsonObject) => void;
  readonly isSignedIn: () => boolean;
  readonly mute: () => void;
}

/** One connection of the app to the gateway, from HELLO to its end. */
export function createConnection(state: GatewayState, socket: WebSocket, version: string): Connection {
  const { options, sessions } = state;
  let session: Session | null = null;
  let detach = (): void => {};
  let muted = false;
  let heardAt = Date.now();
  const sentAt: number[] = [];

  // Discord closes a connection that it has heard nothing from for longer than a heartbeat takes.
  const watch = setInterval(() => {
    if (Date.now() - heardAt > options.heartbeatInterval * 2) socket.close(closeCode.sessionTimedOut);
  }, options.heartbeatInterval);
  watch.unref();

  function send(frame: JsonObject): void {
    if (!muted && socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  }

  function attach(found: Session): void {
    session = found;
    detach = found.attach((dispatch) => send({ op: opcode.dispatch, ...dispatch }));
  }

  function identify(data: JsonObject): void {
    if (session) return socket.close(closeCode.alreadyAuthenticated);
    const refusal = state.takeRefusal() ?? refusalOf(state, data);
    if (refusal !== null) return socket.close(refusal);
    state.countIdentify();
    const opened = sessions.open(Number(data['intents']));
    attach(opened);
    opened.dispatch('READY', {
      ...options.ready(),
      session_id: opened.id,
      resume_gateway_url: state.url,
      shard: data['shard'] ?? [0, 1],
    });
    for (const { type, data: inside } of options.afterReady()) opened.dispatch(type, inside);
  }

  function resume(data: JsonObject): void {
    if (session) return socket.close(closeCode.alreadyAuthenticated);
    if (!state.isTokenValid(data['token'])) return socket.close(closeCode.authenticationFailed);
    const found = sessions.find(asText(data['session_id']));
    if (!found) return send({ op: opcode.invalidSession, d: false });
    attach(found);
    if (!found.replay(Number(data['seq'] ?? 0))) return socket.close(closeCode.invalidSequence);
    found.dispatch('RESUMED', {});
  }

  function receive(text: string): void {
    heardAt = Date.now();
    sentAt.push(heardAt);
    while ((sentAt[0] ?? heardAt) < heardAt - 60_000) sentAt.shift();
    if (sentAt.length > mostSent) return socket.close(closeCode.rateLimited);
    if (text.length > mostPayload) return socket.close(closeCode.decodeError);
    const frame = asObject(parseJson(text));
    const data = asObject(frame['d']);
    switch (frame['op']) {
      case opcode.heartbeat:
        return send({ op: opcode.heartbeatAck });
      case opcode.identify:
        return identify(data);
      case opcode.resume:
        return resume(data);
      case opcode.presence:
      case opcode.voiceState:
      case opcode.requestMembers:
        return session ? undefined : socket.close(closeCode.notAuthenticated);
      case undefined:
        return socket.close(closeCode.decodeError);
      default:
        return socket.close(closeCode.unknownOpcode);
    }
  }

  // `ws` hands over one Buffer a message, as long as `binaryType` is left alone.
  socket.on('message', (data: Buffer) => {
    if (!muted) receive(data.toString('utf8'));
  });
  // A socket that the app cut is told of by `close`, too.
  socket.on('error', () => socket.terminate());
  socket.on('close', (code) => {
    clearInterval(watch);
    detach();
    // With these two codes the app says that it does not mean to come back.
    if (session && (code === 1000 || code === 1001)) sessions.end(session.id);
  });

  return {
    hello: () => {
      if (version !== '10' && version !== '9') socket.close(closeCode.invalidVersion);
      else send({ op: opcode.hello, d: { heartbeat_interval: options.heartbeatInterval } });
    },
    send,
    isSignedIn: () => session !== null,
    mute: () => {
      muted = true;
    },
  };
}

/** The code that a sign-in like this is closed with; null where it is in order. */
function refusalOf({ options, isTokenValid }: GatewayState, data: JsonObject): number | null {
  const { token, intents, shard, properties } = data;
  if (!isTokenValid(token)) return closeCode.authenticationFailed;
  if (typeof properties !== 'object') return closeCode.decodeError;
  if (typeof intents !== 'number' || (intents & ~knownIntents) !== 0) return closeCode.invalidIntents;
  if ((intents & privilegedIntents & ~options.privilegedIntents) !== 0) return closeCode.disallowedIntents;
  const [index = NaN, count = NaN] = asList(shard ?? [0, 1]).map(Number);
  if (![index, count].every(Number.isSafeInteger) || index < 0 || index >= count)
    return closeCode.invalidShard;
  const inShard = options.installed().filter((id) => shardOf(id, count) === index);
  return inShard.length > mostGuilds ? closeCode.shardingRequired : null;
}

/** The shard that hears of a guild. The bits above the 22nd are the time at which it was founded. */
function shardOf(guild: string, count: number): number {
  return Number((BigInt(guild) >> 22n) % BigInt(count));
}
