const HOUR = 3_600_000;
/** So long the first screen has the network to itself. */
const FIRST_SCREEN = 4000;

/** The service worker, which shows the site without network. A new version waits to be asked for. */
class Worker {
  update = $state.raw<ServiceWorker>();
  #asked = false;
  #registered = false;

  async register(): Promise<void> {
    if (this.#registered || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
    this.#registered = true;
    await new Promise((resolve) => setTimeout(resolve, FIRST_SCREEN));
    const registration = await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' });
    const watch = () => {
      if (registration.waiting && navigator.serviceWorker.controller) {
        this.update = registration.waiting;
      }
    };
    watch();
    registration.addEventListener('updatefound', () => {
      registration.installing?.addEventListener('statechange', watch);
    });
    navigator.serviceWorker.addEventListener('controllerchange', () => {
      if (this.#asked) location.reload();
      this.update = undefined;
    });
    setInterval(() => void registration.update().catch(() => undefined), HOUR);
  }

  /** Only this tab is loaded anew: another may hold an open form. */
  takeUpdate(): void {
    this.#asked = true;
    this.update?.postMessage('activate');
  }
}

export const worker = new Worker();
