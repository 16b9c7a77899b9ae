class Toasts {
  message = $state('');
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(message: string): void {
    clearTimeout(this.#timer);
    this.message = message;
    this.#timer = setTimeout(() => (this.message = ''), 5000);
  }
}

export const toasts = new Toasts();
