// A picture of any phone, made small enough to be printed on every receipt.

export const BYTES_MAX = 300 * 1024;
const PIXELS_MIN = 16;
const PIXELS_MAX = 2_000;
// Printed two centimetres high: more is only weight.
const PIXELS_AIM = 800;

export interface Size {
  width: number;
  height: number;
}

/** A size within `most` each way, of the same shape. */
export function fitted({ width, height }: Size, most: number): Size {
  const scale = Math.min(1, most / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function isTooSmall({ width, height }: Size): boolean {
  return Math.min(width, height) < PIXELS_MIN;
}

/** Whether a file can be sent as it is. */
export function isFit(file: { type: string; size: number }, { width, height }: Size): boolean {
  const kind = file.type === "image/png" || file.type === "image/jpeg";
  return kind && file.size <= BYTES_MAX && Math.max(width, height) <= PIXELS_MAX;
}

export type Refused = "notAPicture" | "tooSmall";

/** The file to send, or why there is none. */
export async function prepared(file: File): Promise<Blob | Refused> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return "notAPicture";
  }
  const size = { width: picture.width, height: picture.height };
  if (isTooSmall(size)) return "tooSmall";
  if (isFit(file, size)) return file;
  for (const most of [PIXELS_AIM, PIXELS_AIM / 2, PIXELS_AIM / 4]) {
    const small = fitted(size, most);
    if (isTooSmall(small)) return "tooSmall";
    const blob = await drawn(picture, small);
    if (blob && blob.size <= BYTES_MAX) return blob;
  }
  return "notAPicture";
}

function drawn(picture: ImageBitmap, { width, height }: Size): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext("2d");
  if (!brush) return Promise.resolve(null);
  // JPEG knows nothing see-through, and receipts are white.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
