// A picture of any phone, made small enough to be sent over a weak link.

const PIXELS_MIN = 16;

/** What a picture may weigh and measure when it is sent. */
export interface Limits {
  readonly bytes: number;
  /** Sides to try, in pixels: what does not weigh little enough is drawn smaller. */
  readonly sides: readonly number[];
  /** What may be sent as it is, if it is small enough; null draws every picture anew. */
  readonly asItIs: { readonly types: readonly string[]; readonly side: number } | null;
}

/** Printed two centimetres high on receipts: more is only weight. */
export const LOGO: Limits = {
  bytes: 300 * 1024,
  sides: [800, 400, 200],
  asItIs: { types: ["image/png", "image/jpeg"], side: 2_000 },
};

/** Always drawn anew: a telephone writes into its photos where they were taken. */
export const PHOTO: Limits = { bytes: 600_000, sides: [1_600, 1_200, 800, 400], asItIs: null };

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
export function isFit(file: { type: string; size: number }, size: Size, { asItIs, bytes }: Limits): boolean {
  if (!asItIs?.types.includes(file.type)) return false;
  return file.size <= bytes && Math.max(size.width, size.height) <= asItIs.side;
}

export type Refused = "notAPicture" | "tooSmall";

/** The file to send, or why there is none. */
export async function prepared(file: File, limits: Limits): Promise<Blob | Refused> {
  let picture: ImageBitmap;
  try {
    picture = await createImageBitmap(file);
  } catch {
    return "notAPicture";
  }
  try {
    const size = { width: picture.width, height: picture.height };
    if (isTooSmall(size)) return "tooSmall";
    if (isFit(file, size, limits)) return file;
    for (const most of limits.sides) {
      const small = fitted(size, most);
      if (isTooSmall(small)) return "tooSmall";
      const blob = await drawn(picture, small);
      if (blob && blob.size <= limits.bytes) return blob;
    }
    return "notAPicture";
  } finally {
    // A photo of a telephone is tens of megabytes once it is unpacked.
    picture.close();
  }
}

function drawn(picture: ImageBitmap, { width, height }: Size): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const brush = canvas.getContext("2d");
  if (!brush) return Promise.resolve(null);
  // JPEG knows nothing see-through; white is what receipts are, and most backgrounds.
  brush.fillStyle = "#fff";
  brush.fillRect(0, 0, width, height);
  brush.drawImage(picture, 0, 0, width, height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
}
