import type { Device, LastUse } from '../../src/core/ports.ts';
import type { Fact } from '../../src/core/view.ts';

/** The same for a device and for the generic password, so that a program reads one shape. */
export function deviceFacts(device: Device, sessions: number | undefined): readonly Fact[] {
  const { id, label, kind, protocols, lastUse, addedAt, addedBy } = device;
  return [
    { name: 'id', value: id },
    { name: 'label', title: 'Label', value: label },
    { name: 'kind', title: 'Kind', value: kind },
    { name: 'protocols', title: 'Protocols', value: protocols },
    { name: 'tag', title: 'Starts with', value: device.kind === 'generic' ? null : device.tag },
    { name: 'sessions', title: 'Connected', value: sessions ?? null },
    { name: 'lastUsed', title: 'Last used', value: lastUse?.at ?? null },
    {
      name: 'lastUsedFrom',
      title: 'From',
      value: lastUse && hasNetworkAddress(lastUse) ? lastUse.from : null,
    },
    { name: 'lastUsedProtocol', value: lastUse?.protocol ?? null },
    { name: 'added', title: 'Added', value: addedAt },
    { name: 'addedBy', title: 'By', value: addedBy },
    { name: 'delivery', value: device.kind === 'generic' ? null : device.delivery },
  ];
}

/** The unspecified address stands for none: the mail server said nothing, or nothing that is one. */
const unspecified = '::';

export function hasNetworkAddress({ from }: LastUse): boolean {
  return from !== unspecified;
}
