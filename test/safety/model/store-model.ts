/** What a device is, as far as people can tell. */
export interface ModelDevice {
  readonly label: string;
  readonly kind: string;
  readonly protocols: readonly string[];
  readonly version: number;
  /** Of the password that was shown last. */
  readonly tag: string;
  readonly isConnected: boolean;
}

/** The devices of one address, by their keys, and what has become of each delivery of a platform. */
export interface Model {
  readonly devices: Readonly<Record<string, ModelDevice>>;
  /** Deliveries that changed something: each is one event. */
  readonly done: readonly string[];
}

export type Fields = Pick<ModelDevice, 'label' | 'kind' | 'protocols'>;

/** What somebody does, by what they were shown at some time. */
export type Act = { readonly op: string } & (
  | { readonly kind: 'add'; readonly fields: Fields }
  | { readonly kind: 'change-password' | 'disconnect'; readonly device: string; readonly version: number }
  | { readonly kind: 'edit'; readonly device: string; readonly version: number; readonly fields: Fields }
  /** `shown`: what its question was drawn from, and `digest` what that became. */
  | { readonly kind: 'disconnect-all'; readonly shown: string; readonly digest: string }
);

/** What they are then told. */
export interface Told {
  /** How many messages. */
  readonly messages: number;
  readonly isRefused: boolean;
  readonly passwords: readonly string[];
  /** The key of the device that got the first of these. */
  readonly device: string | undefined;
}

/** What a question about all devices is drawn from. */
export function connectedOf({ devices }: Model): string {
  return Object.entries(devices)
    .filter(([, { isConnected }]) => isConnected)
    .map(([id, { version }]) => `${id}:${version}`)
    .toSorted()
    .join();
}

/** The store once more, as plainly as it can be said. @returns undefined where nobody may be told that */
export function step(model: Model, act: Act, told: Told): Model | undefined {
  const isSilent = told.messages === 0;
  if (model.done.includes(act.op)) return isSilent ? model : undefined;
  const password = told.passwords[0];
  const isAnswered = !isSilent && !told.isRefused;
  const refused = !isSilent && told.isRefused && password === undefined ? model : undefined;
  const change = (devices: Model['devices']): Model => ({
    devices: { ...model.devices, ...devices },
    done: [...model.done, act.op],
  });

  if (act.kind === 'add') {
    if (!isAnswered || told.passwords.length !== 1 || told.device === undefined) return undefined;
    return change({
      [told.device]: { ...act.fields, version: 1, tag: tagOf(password), isConnected: true },
    });
  }
  if (act.kind === 'disconnect-all') {
    if (act.shown === '' || act.shown !== connectedOf(model)) return refused;
    if (!isAnswered || password !== undefined) return undefined;
    const gone = Object.entries(model.devices).filter(([, { isConnected }]) => isConnected);
    return change(Object.fromEntries(gone.map(([id, device]) => [id, next(device, { isConnected: false })])));
  }

  const device = model.devices[act.device];
  if (!device?.isConnected || device.version !== act.version) return refused;
  if (!isAnswered) return undefined;
  switch (act.kind) {
    case 'change-password':
      if (told.passwords.length !== 1 || tagOf(password) === device.tag) return undefined;
      return change({ [act.device]: next(device, { tag: tagOf(password) }) });
    case 'disconnect':
      return password === undefined
        ? change({ [act.device]: next(device, { isConnected: false }) })
        : undefined;
    case 'edit':
      if (password !== undefined) return undefined;
      // The database refuses a change that changes nothing, so none is tried.
      return same(device, act.fields) ? model : change({ [act.device]: next(device, act.fields) });
  }
}

function next(device: ModelDevice, change: Partial<ModelDevice>): ModelDevice {
  return { ...device, ...change, version: device.version + 1 };
}

const tagOf = (password: string | undefined) => password?.slice(0, 4) ?? '';
const same = (one: Fields, other: Fields) =>
  one.label === other.label && one.kind === other.kind && one.protocols.join() === other.protocols.join();
