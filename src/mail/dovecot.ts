import type { EmailAddress } from '../core/email-address.ts';
import type { Log } from '../core/ports.ts';
import type { Secret } from '../core/secret.ts';
import type { HostAnswer, LiveSession, MailServer } from '../core/sessions.ts';
import { createDoveadm, createDoveadmAgent } from './doveadm.ts';
import { createVersionOf, type DovecotVersion, kickCommandOf } from './dovecot-version.ts';
import { createHost } from './dovecot-host.ts';
import { maskOf } from './identity.ts';

export interface DovecotOptions {
  /** doveadm's HTTP API on each host, such as `http://mail.example.com:8080`. */
  readonly urls: readonly string[];
  readonly apiKey: Secret;
  /** Undefined: found out, host by host. */
  readonly version: DovecotVersion | undefined;
  readonly log: Log;
  /** Of one question to one host, in milliseconds. */
  readonly timeout?: number;
}

/** A mail server that can be asked for a quick answer, and that gives up what it is asking when it is stopped. */
export interface Dovecot extends MailServer {
  /** @param limit in milliseconds, where the usual 5 s are too long to wait */
  who(
    address: EmailAddress | undefined,
    limit?: number,
  ): Promise<readonly HostAnswer<readonly LiveSession[]>[]>;
  stop(): Promise<void>;
}

/** In milliseconds. */
const usualTimeout = 5000;

/** For a command to be typed, which the list of devices shows: its version is asked for no longer than this. */
const versionLimit = 1000;

/** Dovecot, each host asked at the same time and reported by itself. */
export function createDovecot(options: DovecotOptions): Dovecot {
  const { urls, apiKey, version, log, timeout = usualTimeout } = options;
  const agent = createDoveadmAgent();
  const hosts = urls.map((url) => {
    const doveadm = createDoveadm(url, apiKey, timeout, agent);
    const versionOf = createVersionOf(doveadm, version);
    return { versionOf, ...createHost(doveadm, versionOf, log) };
  });

  return {
    who: (address, limit = timeout) => Promise.all(hosts.map((host) => host.who(address, limit))),
    async kick(identities) {
      // Before anything is sent: a mask that isn't one is a defect, wherever it stands.
      for (const identity of identities) maskOf(identity);
      return Promise.all(hosts.map((host) => host.kick(identities, timeout)));
    },
    async kickCommand(identity) {
      await Promise.all(hosts.map(({ versionOf }) => versionOf.find(versionLimit)));
      const versions = new Set(hosts.map(({ versionOf }) => versionOf.known()));
      const [only] = versions;
      return kickCommandOf(identity, versions.size === 1 ? only : undefined);
    },
    stop: () => agent.destroy(),
  };
}
