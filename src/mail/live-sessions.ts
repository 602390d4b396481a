import { protocols } from '../core/device-names.ts';
import type {
  HostAnswer,
  LiveSession,
  MailProblem,
  SessionCount,
  SessionIdentity,
  SessionTrouble,
} from '../core/sessions.ts';

export type WhoAnswers = readonly HostAnswer<readonly LiveSession[]>[];

/** On the hosts that answered. */
export function sessionsOf(
  answers: WhoAnswers,
  identities: ReadonlySet<SessionIdentity>,
): readonly (LiveSession & { readonly host: string; readonly identity: SessionIdentity })[] {
  return answers.flatMap((answer) =>
    answer.kind === 'failed'
      ? []
      : answer.value.flatMap(({ identity, protocol }) =>
          identity !== undefined && identities.has(identity)
            ? [{ host: answer.host, identity, protocol }]
            : [],
        ),
  );
}

export function countOf(answers: WhoAnswers, identities: ReadonlySet<SessionIdentity>): SessionCount {
  const open = sessionsOf(answers, identities);
  const seen = new Set(open.map(({ protocol }) => protocol));
  return { count: open.length, protocols: protocols.filter((protocol) => seen.has(protocol)) };
}

/**
 * Why it can't be said that none of these has a session left, host by host.
 *
 * @param kicks what the hosts said when they were asked to end them; of interest only where a session is left
 */
export function troubleWith(
  identities: ReadonlySet<SessionIdentity>,
  answers: WhoAnswers,
  kicks: readonly HostAnswer<undefined>[] = [],
): readonly SessionTrouble[] {
  return answers.flatMap((answer) => {
    const { host } = answer;
    if (answer.kind === 'failed') return [{ host, problem: answer.problem }];
    if (sessionsOf([answer], identities).length === 0) return [];
    return [{ host, problem: kickProblem(host, kicks) ?? ('still-open' as const) }];
  });
}

function kickProblem(host: string, kicks: readonly HostAnswer<undefined>[]): MailProblem | undefined {
  const kick = kicks.find((one) => one.host === host);
  return kick?.kind === 'failed' ? kick.problem : undefined;
}

export function everyHostAnswered(answers: WhoAnswers): boolean {
  return answers.every(({ kind }) => kind === 'answered');
}
