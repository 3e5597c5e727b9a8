/** Minutes of the day: "08:30" is 510, "24:00" is 1440. */
export function minutesOf(clock: string): number {
  const [hours = "", minutes = ""] = clock.split(":");
  return Number(hours) * 60 + Number(minutes);
}

export function clockOf(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Every half hour from midnight to midnight, and the one that is already chosen if it is another. */
export function clockChoices(chosen: string): string[] {
  const clocks = Array.from({ length: 49 }, (_, index) => clockOf(index * 30));
  if (!clocks.includes(chosen)) clocks.push(chosen);
  return clocks.sort((one, other) => minutesOf(one) - minutesOf(other));
}
