import { LogLevel } from '@slack/bolt';
import type { Logger } from '@slack/bolt';
import type { Log } from '../../core/ports.ts';

/**
 * The log that Slack's SDKs write to. They print whole messages at DEBUG, which therefore can't be had here, and parts
 * of payloads in some warnings: only the words in front of any detail are passed on.
 */
export function createSdkLog(log: Log, part: string): Logger {
  const words = (messages: readonly unknown[]): string => {
    const [first] = messages;
    const [, said = 'said something'] =
      /^([A-Za-z][A-Za-z .,'-]{0,90})/.exec(typeof first === 'string' ? first : '') ?? [];
    return said.trim();
  };
  const pass =
    (write: Log['warn']) =>
    (...messages: unknown[]): void => {
      write({ part, said: words(messages) }, 'slack sdk');
    };

  return {
    debug: () => {},
    info: () => {},
    // As methods of the log: it loses its way, and throws, where they are called as plain functions.
    warn: pass((fields, message) => log.warn(fields, message)),
    error: pass((fields, message) => log.error(fields, message)),
    // Whatever is asked for: a lower level is refused.
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** For the Web API clients: what they warn of comes back as an error, and their own words may repeat what was sent. */
export function createSilentLog(): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: () => {},
    setLevel: () => {},
    getLevel: () => LogLevel.ERROR,
    setName: () => {},
  };
}
