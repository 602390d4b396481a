/** Keys of the tables `address` and `device`: digits. They travel in buttons; addresses and labels do not. */
export type AddressId = string & { readonly __brand: 'AddressId' };
export type DeviceId = string & { readonly __brand: 'DeviceId' };

export const deviceKinds = ['phone', 'computer', 'tablet', 'other'] as const;
export type DeviceKind = (typeof deviceKinds)[number];

export const protocols = ['imap', 'pop3', 'smtp'] as const;
export type Protocol = (typeof protocols)[number];
