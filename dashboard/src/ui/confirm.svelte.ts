interface Question {
  readonly title: string;
  readonly text?: string;
  /** The words of the button that does it: a verb, never « OK ». */
  readonly action: string;
  /** The words of the other button, where « Annuler » would be what it does. */
  readonly no?: string;
  readonly danger?: boolean;
}

interface Asked extends Question {
  answer(sure: boolean): void;
}

/** The question being asked, shown by ConfirmDialog. */
export const asked = $state<{ question: Asked | null }>({ question: null });

/** Asks before something that cannot be taken back: `if (await confirm({…})) …`. */
export function confirm(question: Question): Promise<boolean> {
  asked.question?.answer(false);
  return new Promise((resolve) => {
    asked.question = {
      ...question,
      answer: (sure) => {
        asked.question = null;
        resolve(sure);
      },
    };
  });
}
