/** Of several processes on one database, one at a time does what they can't share. */
export interface Leases {
  /** False where another process has it. By its holder again: renewed. */
  claim(name: string, holder: string, leaseSeconds: number): Promise<boolean>;
  release(name: string, holder: string): Promise<void>;
}

/**
 * Stands for election, and goes on until it is given up.
 *
 * @param onChange hears true when this process begins to lead, false when another one does: never the same twice
 * @returns when it is known who leads
 */
export type Lead = (name: string, onChange: (leads: boolean) => void) => Promise<Candidacy>;

export interface Candidacy {
  /** Another process leads within two seconds, where there is one. `onChange` is no longer called. */
  giveUp(): Promise<void>;
}
