import type { WindowValues } from '../../window.ts';
import type { Control, PageEvent } from './page-state.ts';
import { post } from './server.ts';

/** What the person can do. Each tells the server, and the page what to show meanwhile. */
export interface Acts {
  /** @returns whether the server took it */
  readonly say: (channel: string, text: string) => Promise<boolean>;
  readonly click: (control: Control, option: string | undefined) => void;
  readonly submit: (viewId: string, values: WindowValues) => void;
  readonly close: (viewId: string) => void;
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
    click: (control, option) => {
      dispatch({ type: 'clicked', control });
      void post('click', { user, ...control, ...(option === undefined ? {} : { option }) }).then(report);
    },
    submit: (viewId, values) => {
      dispatch({ type: 'submitted' });
      void post('submit', { user, viewId, values }).then(report);
    },
    close: (viewId) => {
      void post('close', { user, viewId }).then((problem) => {
        if (report(problem)) dispatch({ type: 'heard', event: { type: 'modal', modal: null }, at: 0 });
      });
    },
  };
}
