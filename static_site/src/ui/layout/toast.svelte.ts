interface Action {
  label: string;
  run: () => void;
}

const SECONDS = 5;
const SECONDS_TO_ACT = 10;

/** The one message at the foot of the page, perhaps with what can be done about it. */
class Toasts {
  message = $state('');
  action = $state.raw<Action>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(message: string, action?: Action): void {
    this.message = message;
    this.action = action;
    this.resume();
  }

  /** Stays for as long as the reader is on it. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    this.hold();
    const seconds = this.action ? SECONDS_TO_ACT : SECONDS;
    this.#timer = setTimeout(() => this.hide(), seconds * 1000);
  }

  hide(): void {
    this.hold();
    this.message = '';
    this.action = undefined;
  }

  act(): void {
    const action = this.action;
    this.hide();
    action?.run();
  }
}

export const toasts = new Toasts();
