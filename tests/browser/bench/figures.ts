export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** `median 120 ms · 95 % 180 ms · longest 210 ms (20)`. */
export function spread(values: readonly number[]): string {
  const of = (share: number) => `${quantile(values, share).toFixed(0)} ms`;
  return `median ${of(0.5)} · 95 % ${of(0.95)} · longest ${of(1)} (${values.length})`;
}

export function print(what: string, figure: string): void {
  console.log(`  ${what.padEnd(58)} ${figure}`);
}
