// The arithmetic of a list that only draws what is seen. Rows are as high as they are measured to
// be, and as high as the estimate until then.

/** Where each row begins; one more entry for where the last one ends. */
export function offsetsOf(
  keys: readonly string[],
  heights: ReadonlyMap<string, number>,
  estimate: number,
): Float64Array {
  const offsets = new Float64Array(keys.length + 1);
  let sum = 0;
  keys.forEach((key, index) => {
    offsets[index] = sum;
    sum += heights.get(key) ?? estimate;
  });
  offsets[keys.length] = sum;
  return offsets;
}

/** The row at `top`: the last one that begins at or above it. */
export function rowAt(offsets: Float64Array, top: number): number {
  let low = 0;
  let high = Math.max(0, offsets.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((offsets[middle] ?? 0) <= top) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** First row to draw and the one after the last, with `overscan` more on each side. */
export function windowOf(
  offsets: Float64Array,
  top: number,
  height: number,
  overscan: number,
): [number, number] {
  const count = offsets.length - 1;
  if (count <= 0) return [0, 0];
  const first = Math.max(0, rowAt(offsets, top) - overscan);
  const last = Math.min(count, rowAt(offsets, top + height) + 1 + overscan);
  return [first, last];
}
