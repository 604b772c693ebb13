import { readdirSync, readFileSync } from 'node:fs';

/**
 * Processor time of all processes that this one started, in milliseconds: what the browsers' scripts, rasterisers and compositors took together.
 * Unlike a clock it hardly minds what else the machine does. Linux only; NaN elsewhere.
 */
export function browserCpuMs(): number {
  try {
    return descendants(process.pid).reduce((sum, pid) => sum + threadsOf(pid), 0);
  } catch {
    return NaN;
  }
}

/** The processor time of a frame, over a movement of so many. */
export async function cpuOfFrame<T>(frames: number, move: () => Promise<T>): Promise<{ readonly result: T; readonly cpuMs: number }> {
  const before = browserCpuMs();
  const result = await move();
  return { result, cpuMs: (browserCpuMs() - before) / frames };
}

function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number)) {
    const stat = read(`/proc/${pid}/stat`);
    // `1234 (name) S 1 …`: the fourth field is the parent; a name may hold spaces and brackets.
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const below = (pid: number): number[] => (children.get(pid) ?? []).flatMap(child => [child, ...below(child)]);
  return below(root);
}

/** The first number of `schedstat` is the time on a processor in nanoseconds. */
function threadsOf(pid: number): number {
  const threads = list(`/proc/${pid}/task`);
  return threads.reduce((sum, thread) => sum + Number(read(`/proc/${pid}/task/${thread}/schedstat`).split(' ')[0] ?? 0) / 1e6, 0);
}

/** Processes end between listing and reading. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
