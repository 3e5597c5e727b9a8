// Where sellers are: `code` as the API has it, the calling code, and the clock of the shop.

export const COUNTRIES = {
  BJ: { call: "+229", zone: "Africa/Porto-Novo" },
  BF: { call: "+226", zone: "Africa/Ouagadougou" },
  CM: { call: "+237", zone: "Africa/Douala" },
  CF: { call: "+236", zone: "Africa/Bangui" },
  CG: { call: "+242", zone: "Africa/Brazzaville" },
  CI: { call: "+225", zone: "Africa/Abidjan" },
  GA: { call: "+241", zone: "Africa/Libreville" },
  ML: { call: "+223", zone: "Africa/Bamako" },
  NE: { call: "+227", zone: "Africa/Niamey" },
  SN: { call: "+221", zone: "Africa/Dakar" },
  TD: { call: "+235", zone: "Africa/Ndjamena" },
  TG: { call: "+228", zone: "Africa/Lome" },
} as const;

export type Country = keyof typeof COUNTRIES;

export function isCountry(code: string): code is Country {
  return code in COUNTRIES;
}
