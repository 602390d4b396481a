import { randomBytes } from 'node:crypto';
import type { DovecotVersion } from './doveadm-api.ts';
import { type DovecotProgram, findDovecot } from './dovecot-program.ts';
import type { DatabaseServer } from './dovecot-server.ts';
import { freePorts } from './listen.ts';
import { createPhones, type SamplePhone } from './phones.ts';
import type { PhonesState } from './phones-window.ts';
import type { MailDatabase } from './sign-in.ts';
import { createPhonesWindow, type PhonesWindow } from './window.ts';

/** A mail server of the sandbox, and phones that sign in to it. */
export interface MailSandbox {
  /** Where Postern ends sessions: such as `http://127.0.0.1:8080`. */
  readonly doveadmUrl: string;
  readonly apiKey: string;
  readonly version: DovecotVersion;
  readonly window: PhonesWindow;
  state(): PhonesState;
  /** Resolves when it is up, or stopped. The page shows how far it is. Never rejects. */
  start(options: MailStart): Promise<void>;
  /** Ends what runs, and what is on its way. */
  stop(): Promise<void>;
}

export interface MailStart {
  readonly database: MailDatabase;
  readonly databaseServer: DatabaseServer;
  readonly phones: readonly SamplePhone[];
}

export interface MailOptions {
  /** The folder mail/dovecot of the package. */
  readonly shipped: string;
  /** False: our own service, also where there is a Dovecot. */
  readonly useDovecot: boolean;
  /** Where Dovecot gets a folder of its own; with a short path. */
  folderBase(): Promise<string>;
  /** Hears why it isn't Dovecot that runs, and whether there is one. */
  onService(reason: string, isInstalled: boolean): void;
}

/** Chooses ports and key, at once: what Postern is told of its mail server. Nothing listens yet. */
export async function prepareMail(options: MailOptions): Promise<MailSandbox> {
  const [program, ports] = await Promise.all([options.useDovecot ? findDovecot() : undefined, freePorts(2)]);
  const [imapPort = 0, doveadmPort = 0] = ports;
  const apiKey = randomBytes(32).toString('hex');
  // Where Dovecot doesn't start, our service answers as that one would.
  const version = program?.version ?? '2.4';
  const phones = createPhones();
  const window = createPhonesWindow(phones);
  const stopping = new AbortController();
  const { signal } = stopping;
  const running: { stop(): Promise<void> }[] = [];
  let starting: Promise<void> | undefined;

  async function start(given: MailStart): Promise<void> {
    const none = options.useDovecot
      ? 'Dovecot is not installed on this machine'
      : 'Postern was started without it';
    const why = program ? await runDovecot(program, given) : none;
    if (why === undefined || signal.aborted) return;
    options.onService(why, program !== undefined);
    await runService(why, given);
  }

  /** @returns why not */
  async function runDovecot(program: DovecotProgram, given: MailStart): Promise<string | undefined> {
    const { databaseServer, phones: sample } = given;
    const { shipped } = options;
    const { fullVersion } = program;
    try {
      // Loaded late, as what else the page doesn't need: it is up before.
      const { startDovecot } = await import('./dovecot-server.ts');
      const base = await options.folderBase();
      const server = await startDovecot({
        program,
        shipped,
        base,
        databaseServer,
        imapPort,
        doveadmPort,
        apiKey,
        signal,
      });
      running.push(server);
      if (signal.aborted) return undefined;
      await phones.start(sample, imapPort);
      const answers = await server.answers();
      if (signal.aborted) return undefined;
      if (answers) {
        phones.serve({ kind: 'dovecot', version: fullVersion });
        return undefined;
      }
      const complaint = await server.complaint();
      await phones.stop();
      await stopRunning();
      return `Dovecot ${fullVersion} can’t ask the database: ${complaint}`;
    } catch (error) {
      return `Dovecot ${fullVersion} did not start: ${error instanceof Error ? error.message : 'unknown'}`;
    }
  }

  async function runService(reason: string, { database, phones: sample }: MailStart): Promise<void> {
    try {
      const [{ startImapService }, { startDoveadmApi }] = await Promise.all([
        import('./imap-service.ts'),
        import('./doveadm-api.ts'),
      ]);
      const service = await startImapService(database, imapPort);
      running.push(service);
      running.push(await startDoveadmApi({ sessions: service.sessions, apiKey, version, port: doveadmPort }));
      if (signal.aborted) return;
      phones.serve({ kind: 'service', reason });
      await phones.start(sample, imapPort);
    } catch {
      // Somebody else took the port meanwhile.
      phones.serve({ kind: 'failed', reason: 'Its port was taken. End Postern and start it again.' });
    }
  }

  async function stopRunning(): Promise<void> {
    for (let part = running.pop(); part; part = running.pop()) await part.stop();
  }

  return {
    doveadmUrl: `http://127.0.0.1:${doveadmPort}`,
    apiKey,
    version,
    window,
    state: () => phones.state(),
    start: (given) => (starting ??= start(given)),
    async stop() {
      stopping.abort();
      window.stop();
      await phones.stop();
      await stopRunning();
      // What was just being started.
      await starting;
      await phones.stop();
      await stopRunning();
    },
  };
}
