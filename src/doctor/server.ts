import type { Config } from '../config.ts';
import { type Check, ok, warning } from './check.ts';

/** In milliseconds. */
const patience = 3000;

/** Whether a Postern with these settings runs on this machine. Everything else can be looked at without it. */
export function serverCheck({ httpHost, httpPort }: Pick<Config, 'httpHost' | 'httpPort'>): Check {
  const name = 'server';
  const host = httpHost === '0.0.0.0' || httpHost === '::' ? '127.0.0.1' : httpHost;
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${httpPort}`;
  return {
    name,
    async run() {
      let status: number;
      try {
        const { status: said, body } = await fetch(`${url}/readyz`, {
          signal: AbortSignal.timeout(patience),
        });
        await body?.cancel();
        status = said;
      } catch {
        return [
          warning(name, `Nothing answers at ${url}. Start it: systemctl start postern, or postern serve`),
        ];
      }
      if (status === 200) return [ok(name, `Runs, and is ready, at ${url}.`)];
      return [
        warning(
          name,
          `Answers at ${url}, and is not ready (${status}). The other lines and its log say why.`,
        ),
      ];
    },
  };
}
