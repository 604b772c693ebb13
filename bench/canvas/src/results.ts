import { writeFileSync } from 'node:fs';

export interface Goal {
  readonly limit: number;
  /** `below` = at most the limit, `above` = at least. */
  readonly side: 'below' | 'above';
}

interface Row {
  readonly key: string;
  readonly what: string;
  readonly value: number;
  readonly goal: Goal | undefined;
}

/** Measured figures under keys that name their unit, printed as a table and written as JSON. */
export class Results {
  private readonly rows: Row[] = [];

  add(key: string, what: string, value: number, goal?: Goal): void {
    this.rows.push({ key, what, value, goal });
    console.error(`  ${what}: ${format(value)} ${unitOf(key)}`);
  }

  /** The median where a figure was measured several times, so that one disturbance does not decide. */
  addMedian(key: string, what: string, values: readonly number[], goal?: Goal): void {
    this.add(key, what, [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN, goal);
  }

  get(key: string): number {
    return this.rows.find(row => row.key === key)?.value ?? NaN;
  }

  table(): string {
    const lines = this.rows.map(({ key, what, value, goal }) =>
      `| ${what} | ${format(value)} ${unitOf(key)} | ${goal ? `${goal.side === 'below' ? '≤' : '≥'} ${goal.limit} ${unitOf(key)}` : ''} | ${verdict(value, goal)} |`);
    return ['| what | measured | goal | |', '|---|---|---|---|', ...lines].join('\n');
  }

  write(file: string): void {
    const values = Object.fromEntries(this.rows.map(({ key, value }) => [key, Number(value.toFixed(4))]));
    writeFileSync(file, `${JSON.stringify({ benchmark: 'canvas', takenAt: new Date().toISOString(), values }, null, 2)}\n`);
  }
}

function verdict(value: number, goal: Goal | undefined): string {
  if (!goal) {
    return '';
  }
  return (goal.side === 'below' ? value <= goal.limit : value >= goal.limit) ? 'met' : 'missed';
}

/** `pan_p95_ms` → `ms`, `frame_cost_ratio_x` → `×`. */
function unitOf(key: string): string {
  const unit = key.slice(key.lastIndexOf('_') + 1);
  return unit === 'x' ? '×' : unit;
}

function format(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value >= 1 ? value.toFixed(2) : value.toFixed(3);
}
