// The arithmetic of bars: where zero is, which round values have a line, which labels have room.

export interface Scale {
  min: number;
  max: number;
  /** Round values, from below to above; zero is one of them. */
  ticks: number[];
}

const STEPS = [1, 2, 2.5, 5, 10];

/** A scale that holds every value and zero, with about `count` lines above it. */
export function scaleOf(values: readonly number[], count = 3): Scale {
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  const span = top - bottom;
  if (span === 0) return { min: 0, max: 1, ticks: [0] };
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  // Amounts are whole: a line at half a franc means nothing.
  const step = Math.max(1, (STEPS.find((factor) => factor * power >= rough * 0.999) ?? 10) * power);
  const min = Math.floor(bottom / step) * step;
  const max = Math.ceil(top / step) * step;
  const ticks = Array.from({ length: Math.round((max - min) / step) + 1 }, (_, index) => min + index * step);
  return { min, max, ticks };
}

/** Where a value is, in pixels from the top of a drawing of that height. */
export function place(value: number, { min, max }: Scale, height: number): number {
  return (height * (max - value)) / (max - min);
}

/** Every which label is shown, so that none touches the next; the last one always is. */
export function stride(count: number, width: number, labelWidth: number): number {
  return Math.max(1, Math.ceil((count * labelWidth) / Math.max(1, width)));
}

export function isShown(index: number, count: number, every: number): boolean {
  return (count - 1 - index) % every === 0;
}
