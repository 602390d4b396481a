/** Who acts, and where they look: both stand in the address, so that two browser windows can be two people. */
export interface Place {
  readonly user: string;
  readonly channel: string;
}

/** Reads `#U0DANA/C0HELP`. What is left out is an empty string. */
export function readPlace(hash: string): Place {
  const [user = '', channel = ''] = hash.replace(/^#/, '').split('/');
  return { user, channel };
}

export function writePlace({ user, channel }: Place): string {
  return `#${user}/${channel}`;
}
