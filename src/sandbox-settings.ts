import { join } from 'node:path';
import type { Config } from './config.ts';

/** The settings of the sandbox: a home and a policy of its own, so that nothing of it is ever taken for real. */
export function sandboxOf(config: Config): Config {
  const home = join(config.home, 'sandbox');
  const server = (host: string, port: number) => ({ host, port, encryption: 'TLS' as const });
  return {
    ...config,
    home,
    policyFile: join(home, 'policy.yaml'),
    mailSettings: {
      imap: config.mailSettings.imap ?? server('imap.example.com', 993),
      pop3: config.mailSettings.pop3 ?? server('pop.example.com', 995),
      smtp: config.mailSettings.smtp ?? server('smtp.example.com', 465),
      usesPostfix: false,
    },
  };
}
