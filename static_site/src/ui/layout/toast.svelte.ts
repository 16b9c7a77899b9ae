interface Action {
  label: string;
  run: () => void;
}

const SECONDS = 5;
const SECONDS_WITH_ACTION = 10;

/** The message at the bottom of the page, with an optional action such as undo. */
class Toasts {
  message = $state('');
  action = $state.raw<Action>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(message: string, action?: Action): void {
    this.message = message;
    this.action = action;
    this.resume();
  }

  /** Keeps the message while the pointer or the focus is on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.hold();
    const seconds = this.action ? SECONDS_WITH_ACTION : SECONDS;
    this.#timer = setTimeout(() => this.hide(), seconds * 1000);
  }

  hide(): void {
    this.hold();
    this.message = '';
    this.action = undefined;
  }

  runAction(): void {
    const action = this.action;
    this.hide();
    action?.run();
  }
}

export const toasts = new Toasts();
