const HOUR = 3_600_000;
/** Registration waits so long that it does not compete with the first screen's downloads. */
const REGISTRATION_DELAY = 4000;

/** Registers service-worker.js, which shows the site offline. The user decides when to load a new version. */
class ServiceWorkerUpdates {
  update = $state.raw<ServiceWorker>();
  #updateRequested = false;
  #registered = false;

  async register(): Promise<void> {
    if (this.#registered || !('serviceWorker' in navigator) || !import.meta.env.PROD) return;
    this.#registered = true;
    await new Promise((resolve) => setTimeout(resolve, REGISTRATION_DELAY));
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
      if (this.#updateRequested) location.reload();
      this.update = undefined;
    });
    setInterval(() => void registration.update().catch(() => undefined), HOUR);
  }

  /** Reloads only this tab: another tab may have an open form. */
  applyUpdate(): void {
    this.#updateRequested = true;
    this.update?.postMessage('activate');
  }
}

export const serviceWorker = new ServiceWorkerUpdates();
