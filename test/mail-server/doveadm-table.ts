/** Ways to misbehave, by what is seen of them. */
export const misbehaviours = [
  'hangs up',
  'says nothing',
  'HTTP 500',
  'HTTP 401',
  'redirects',
  'HTML in place of JSON',
  'half of its JSON',
  'JSON of another shape',
  'the answer to another question',
  'an answer without end',
  'no such command',
  'commands not allowed',
  'sessions without their device',
  'a kick that ends nothing',
  'a kick that counts nothing',
  'a session that comes back once',
] as const;

export type Misbehaviour = (typeof misbehaviours)[number];

export interface DoubleSession {
  /** The whole identity, or the user name of somebody without a device. */
  readonly name: string;
  readonly service: string;
}

/** What a `who` or a `kick` brought. */
export interface Asked {
  readonly command: string;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** What a double is, which its tests change as they go. */
export interface DoubleState {
  version: '2.3' | '2.4';
  how: Misbehaviour | undefined;
  sessions: readonly DoubleSession[];
  readonly asked: Asked[];
}

export function masksOf({ parameters }: Asked): readonly string[] {
  const { mask } = parameters;
  return Array.isArray(mask) ? mask.map(String) : [];
}
