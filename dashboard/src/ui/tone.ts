/** What a badge or a notice feels like: done, to be looked after, gone wrong, neither. */
export type Tone = "good" | "wait" | "bad" | "calm";
