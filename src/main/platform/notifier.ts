/** A few words outside the window. */
export interface Notice {
  readonly title: string;
  readonly body: string;
}

/** Tells a person who looks elsewhere. Nothing is ever opened or brought forward unless they click. */
export interface Notifier {
  show(notice: Notice): void;
}
