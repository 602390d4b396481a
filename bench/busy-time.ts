import { readdirSync, readFileSync } from 'node:fs';

/** `sysconf(_SC_CLK_TCK)` of every Linux. */
const ticksPerSecond = 100;

/**
 * Milliseconds of CPU that all processes took so far which this one started, directly or not: servers that are asked, without
 * who asks. Of the whole machine, other work would be counted as well.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function startedProcessesMilliseconds(): number {
  let ticks = 0;
  for (const one of started().values()) ticks += one.ticks;
  return (ticks * 1000) / ticksPerSecond;
}

/** The ids of all of them. */
export function startedProcesses(): readonly number[] {
  return [...started().keys()];
}

function started(): ReadonlyMap<number, Process> {
  const processes = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name) => {
        const found = processOf(name);
        return found ? [[Number(name), found]] : [];
      }),
  );
  const isOurs = (pid: number): boolean => {
    const parent = processes.get(pid)?.parent;
    return parent !== undefined && (parent === process.pid || isOurs(parent));
  };
  return new Map([...processes].filter(([pid]) => isOurs(pid)));
}

interface Process {
  readonly parent: number;
  /** Of its own, and of those of its children that have ended. */
  readonly ticks: number;
}

function processOf(pid: string): Process | undefined {
  let words: string;
  try {
    words = readFileSync(`/proc/${pid}/stat`, 'latin1');
  } catch {
    // Ended meanwhile.
    return undefined;
  }
  // The name before it stands in parentheses and may hold anything, more parentheses too.
  const fields = words.slice(words.lastIndexOf(')') + 2).split(' ');
  const [user = 0, system = 0, usersOfChildren = 0, systemsOfChildren = 0] = fields.slice(11, 15).map(Number);
  return { parent: Number(fields[1]), ticks: user + system + usersOfChildren + systemsOfChildren };
}
