import { mount } from 'svelte';
import App from './App.svelte';
import { cooperative } from './api/cooperative.svelte';
import { session } from './api/session.svelte';
import { language } from './i18n/index.svelte';
import { router } from './router';
import { open } from './screens';
import './styles/base.css';
import { appearance } from './theme.svelte';

appearance.restore();

/** The page's own bar stands until there is more to show. */
async function start(): Promise<void> {
  await language.restore().catch(() => undefined);
  const resumed = session.resume();
  void greet(resumed);
  await (session.wasIn ? screen() : resumed);
  const target = document.getElementById('app')!;
  target.replaceChildren();
  mount(App, { target });
}

/** The name over a sign-in; a signed-in user's settings are loaded by App. */
async function greet(resumed: Promise<void>): Promise<void> {
  if (session.wasIn) await resumed;
  if (!session.user) await cooperative.load();
}

async function screen(): Promise<void> {
  const { screen } = router.route;
  const parts = [import('./ui/layout/TopBar.svelte'), screen !== 'missing' && open(screen)];
  await Promise.allSettled(parts);
}

void start();
