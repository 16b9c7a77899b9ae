import { mount } from 'svelte';
import App from './App.svelte';
import { cooperative } from './api/cooperative.svelte';
import { session } from './api/session.svelte';
import { language } from './i18n/index.svelte';
import { open } from './screens';
import './styles/base.css';
import { appearance } from './theme.svelte';

appearance.restore();

async function start(): Promise<void> {
  await language.restore().catch(() => undefined);
  if (session.wasIn) {
    void import('./ui/TopBar.svelte').catch(() => undefined);
    void open('home').catch(() => undefined);
  }
  void session.resume();
  void cooperative.load();
  mount(App, { target: document.getElementById('app')! });
}

void start();
