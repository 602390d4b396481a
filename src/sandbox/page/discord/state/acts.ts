import type { DiscordFormValues, DiscordOptionValues } from '../../../discord-window.ts';
import type { Clicked, Notice, PageEvent } from './page-state.ts';
import { post } from './server.ts';

/** What the person can do. Each tells the server, and the page what to show meanwhile. */
export interface Acts {
  /** @returns whether the server took it */
  readonly say: (channel: string, text: string) => Promise<boolean>;
  /** @param words without the slash */
  readonly command: (channel: string, words: string, options: DiscordOptionValues) => Promise<boolean>;
  /** @param values of a select; undefined for a button */
  readonly click: (clicked: Clicked, values?: readonly string[]) => void;
  readonly submit: (modal: string, values: DiscordFormValues) => void;
  readonly close: (modal: string) => void;
  readonly dismiss: (channel: string, message: string) => void;
  readonly dismissNotice: (notice: Notice) => void;
}

export function actsOf(user: string, dispatch: (event: PageEvent) => void): Acts {
  const report = (problem: string | null): boolean => {
    if (problem !== null) dispatch({ type: 'refused', problem });
    return problem === null;
  };
  return {
    say: async (channel, text) => {
      dispatch({ type: 'said' });
      return report(await post('say', { user, channel, text }));
    },
    command: async (channel, words, options) => {
      dispatch({ type: 'said' });
      return report(await post('command', { user, channel, words, options }));
    },
    click: (clicked, values) => {
      dispatch({ type: 'clicked', clicked });
      void post('click', { user, ...clicked, ...(values ? { values } : {}) }).then(report);
    },
    submit: (modal, values) => {
      dispatch({ type: 'submitted' });
      void post('submit', { user, modal, values }).then(report);
    },
    close: (modal) => {
      void post('close', { user, modal }).then((problem) => {
        if (report(problem)) dispatch({ type: 'heard', event: { type: 'modal', modal: null }, at: 0 });
      });
    },
    dismiss: (channel, message) => {
      void post('dismiss', { user, channel, message }).then(report);
    },
    dismissNotice: (notice) => dispatch({ type: 'dismissed', notice }),
  };
}
