import type { DovecotConfig } from '../config.ts';
import type { MailProblem } from '../core/sessions.ts';
import { createDoveadm, createDoveadmAgent } from '../mail/doveadm.ts';
import { createHost } from '../mail/dovecot-host.ts';
import { createVersionOf } from '../mail/dovecot-version.ts';
import { type Check, counted, type Finding, ok, warning, wrong } from './check.ts';

/** In milliseconds: a host that is silent must be told of within the time of a check. */
const patience = 2000;

const silentLog = { info: () => {}, warn: () => {}, error: () => {} };

const advice: Readonly<Record<MailProblem, string>> = {
  unreachable:
    'Can’t be reached. Start Dovecot, or put DOVEADM_URL right; from another machine it needs a tunnel.',
  timeout: 'Gave no answer in time. Look at the load of that host, and at what is in between.',
  unauthorized: 'Refuses DOVEADM_API_KEY. It must be doveadm_api_key of 90-site.conf.',
  'not-allowed':
    'Does not allow “who” and “kick”: see doveadm_allowed_commands in Postern’s files for Dovecot.',
  'unexpected-answer': 'Gave an answer that is not doveadm’s. Put DOVEADM_URL right.',
  'devices-missing':
    'Lists sessions, and none with its device, so none can be ended. On 2.4 “user_device” has to be in the fields of the userdb, on 2.3 the device in the user name: docs/mail-server.md.',
};

/** Each host of the mail server: is it reached, of which version is it, and does it know devices? */
export function doveadmChecks(dovecot: DovecotConfig | undefined): readonly Check[] {
  if (dovecot) return dovecot.urls.map((url) => hostCheck(url, dovecot));
  const sentence =
    'DOVEADM_URL is not set: passwords are refused at once, and sessions that are open stay open. See docs/mail-server.md.';
  return [{ name: 'mail server', run: () => Promise.resolve([warning('mail server', sentence)]) }];
}

function hostCheck(url: string, { apiKey, version: set }: DovecotConfig): Check {
  const name = `mail server ${new URL(url).host}`;
  return {
    name,
    async run(): Promise<readonly Finding[]> {
      const agent = createDoveadmAgent();
      try {
        const doveadm = createDoveadm(url, apiKey, patience, agent);
        const version = createVersionOf(doveadm, undefined);
        const answer = await createHost(doveadm, version, silentLog).who(undefined, patience);
        if (answer.kind === 'failed') return [wrong(name, advice[answer.problem])];
        const found = await version.find(patience);
        if ('problem' in found) return [wrong(name, advice[found.problem])];
        if (set !== undefined && set !== found.version) {
          return [
            wrong(
              name,
              `Is Dovecot ${found.version}, and DOVECOT_VERSION says ${set}: sessions are not ended. Take that setting out.`,
            ),
          ];
        }
        const devices = answer.value.filter(({ identity }) => identity !== undefined).length;
        return [
          ok(
            name,
            `Dovecot ${found.version}: ${counted(answer.value.length, 'session')}, ${devices} of them with their device.`,
          ),
        ];
      } finally {
        await agent.destroy();
      }
    },
  };
}
