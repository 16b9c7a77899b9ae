import { mount } from 'svelte';
import App from './App.svelte';
import { cooperative } from './api/cooperative.svelte';
import { session } from './api/session.svelte';
import { language } from './i18n/index.svelte';
import './styles/base.css';

async function start(): Promise<void> {
  if (session.wasIn) void import('./routes/Home.svelte').catch(() => undefined);
  await language.restore().catch(() => undefined);
  void session.resume();
  void cooperative.load();
  mount(App, { target: document.getElementById('app')! });
}

void start();
