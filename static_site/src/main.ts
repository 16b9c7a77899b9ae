import { mount } from 'svelte';
import App from './App.svelte';
import { cooperative } from './api/cooperative.svelte';
import { session } from './api/session.svelte';
import { language } from './i18n/index.svelte';
import { router } from './router';
import { loadScreen } from './screens';
import './styles/base.css';
import { appearance } from './theme.svelte';

appearance.restore();

/** The bar in index.html is shown until the first screen is ready. */
async function start(): Promise<void> {
  await language.restore().catch(() => undefined);
  const resumed = session.resume();
  void loadSettings(resumed);
  await (session.wasSignedIn ? loadFirstScreen() : resumed);
  const target = document.getElementById('app')!;
  target.replaceChildren();
  mount(App, { target });
}

/** Loads the cooperative's name for the sign-in screen; once signed in, App loads the settings. */
async function loadSettings(resumed: Promise<void>): Promise<void> {
  if (session.wasSignedIn) await resumed;
  if (!session.user) await cooperative.load();
}

async function loadFirstScreen(): Promise<void> {
  const { screen } = router.route;
  const code = [import('./ui/layout/TopBar.svelte'), screen !== 'notFound' && loadScreen(screen)];
  await Promise.allSettled(code);
}

void start();
