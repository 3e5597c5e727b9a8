import type { IconName } from "../../ui/icons";

export const SECTIONS = [
  { name: "profile", icon: "store" },
  { name: "answers", icon: "chat" },
  { name: "hours", icon: "clock" },
  { name: "delivery", icon: "scooter" },
  { name: "payment", icon: "cash" },
  { name: "account", icon: "person" },
] as const satisfies readonly { name: string; icon: IconName }[];

export type SectionName = (typeof SECTIONS)[number]["name"];

export function isSection(name: string | undefined): name is SectionName {
  return SECTIONS.some((section) => section.name === name);
}
