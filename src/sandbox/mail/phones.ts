import { createPhone, type PhoneClient } from './phone.ts';
import type { Phone, PhonesServer, PhonesState } from './phones-window.ts';

/** A device of the sample data that has a phone on the page. */
export interface SamplePhone {
  readonly address: string;
  readonly label: string;
  /** Known only to the start that made it. */
  readonly password: string | undefined;
}

/** The phones, and what the page hears of them. */
export interface Phones {
  state(): PhonesState;
  /** @returns what ends it */
  listen(hear: (state: PhonesState) => void): () => void;
  /** @returns why it isn't done */
  save(phone: string, password: string): string | undefined;
  retry(phone: string): string | undefined;
  serve(server: PhonesServer): void;
  /** Switches them on. */
  start(phones: readonly SamplePhone[], port: number): Promise<void>;
  stop(): Promise<void>;
}

/** Each is a connection, and a card on the page. */
const mostPhones = 20;

/** Characters: what a person types is short, and what they paste is 28. */
const longestPassword = 200;

export function createPhones(): Phones {
  const listeners = new Set<(state: PhonesState) => void>();
  let server: PhonesServer = { kind: 'starting' };
  let clients: readonly PhoneClient[] = [];

  const state = (): PhonesState => {
    const phones = clients.map((client) => client.state());
    const count = (wanted: Phone['state']) => phones.filter(({ state }) => state === wanted).length;
    return { server, connected: count('connected'), cutOff: count('disconnected'), phones };
  };
  const tell = (): void => {
    const said = state();
    for (const hear of listeners) hear(said);
  };
  const find = (phone: string) => clients.find((client) => client.state().id === phone);

  return {
    state,
    listen(hear) {
      listeners.add(hear);
      return () => listeners.delete(hear);
    },
    save(phone, password) {
      const client = find(phone);
      if (!client) return 'There is no such phone.';
      if (password === '') return 'Type the password first.';
      if (password.length > longestPassword || /\p{Cc}/u.test(password)) return 'That is not a password.';
      client.save(password);
      return undefined;
    },
    retry(phone) {
      const client = find(phone);
      if (!client) return 'There is no such phone.';
      if (!client.hasPassword()) return 'Type the password first.';
      client.connect();
      return undefined;
    },
    serve(next) {
      server = next;
      tell();
    },
    async start(phones, port) {
      const { ImapFlow } = await import('imapflow');
      clients = phones
        .slice(0, mostPhones)
        .map((phone, index) =>
          createPhone({ ...phone, id: `phone-${index}`, port, ImapFlow, onChange: tell }),
        );
      tell();
      for (const client of clients) client.connect();
    },
    async stop() {
      await Promise.all(clients.map((client) => client.stop()));
    },
  };
}
