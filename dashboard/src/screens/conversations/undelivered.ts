// Why a message did not arrive, by Meta's code (Cloud API, "Error codes"): what the seller can do
// about it is what tells the reasons apart.

export type Reason =
  | "window"
  | "optedOut"
  | "capped"
  | "unreachable"
  | "phone"
  | "number"
  | "payment"
  | "template"
  | "file"
  | "passing"
  | "unknown";

const CODES: Record<Exclude<Reason, "unknown">, readonly number[]> = {
  window: [131_047],
  optedOut: [131_050],
  capped: [131_049, 130_472],
  unreachable: [130_403, 130_497, 131_021, 131_026, 131_030],
  phone: [131_062],
  number: [
    0, 3, 10, 102, 190, 368, 131_005, 131_031, 131_037, 131_045, 131_048, 133_000, 133_005, 133_006, 133_008,
    133_009, 133_010, 133_015, 133_016,
  ],
  payment: [131_042, 134_011],
  template: [131_064],
  file: [131_051, 131_052, 131_053],
  passing: [1, 2, 4, 17, 32, 613, 130_429, 131_000, 131_016, 131_056, 131_057, 133_004],
};

export function reasonOf(code: number | null): Reason {
  if (code === null) return "unknown";
  for (const [reason, codes] of Object.entries(CODES)) if (codes.includes(code)) return reason as Reason;
  if (code >= 132_000 && code <= 132_999) return "template";
  if (code >= 200 && code <= 299) return "number";
  return code >= 80_000 && code <= 80_014 ? "passing" : "unknown";
}
