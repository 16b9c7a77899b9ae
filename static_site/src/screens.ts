import type { Component } from 'svelte';
import { rights, type Right } from './api/rights.svelte';
import { session } from './api/session.svelte';
import type { Key, Part } from './i18n/index.svelte';
import { opening } from './lib/opening';

interface Screen {
  /** A part that begins with a colon is a parameter. */
  paths: readonly [string, ...string[]];
  load: () => Promise<{ default: Component }>;
  words: readonly Part[];
  /** Also for those who are not signed in. */
  open?: boolean;
  /** What it asks of its reader where it has no place in the menu. */
  right?: Right;
  /** Its place in the menu, for those with the right; on a wide page also in the bar. */
  nav?: { label: Key; right?: Right; bar?: boolean };
}

/** Every screen: its addresses, its code and words (loaded when it is first shown), its place in the menu. */
export const screens = {
  home: {
    paths: ['/', '/members/:member_id'],
    load: () => import('./routes/home/Home.svelte'),
    words: ['codes', 'members', 'followUps'],
    nav: { label: 'nav.members', bar: true },
  },
  worklist: {
    paths: ['/today'],
    load: () => import('./routes/collections/worklist/Worklist.svelte'),
    words: ['codes', 'members', 'followUps', 'collections'],
    nav: { label: 'nav.worklist', bar: true },
  },
  due: {
    paths: ['/due'],
    load: () => import('./routes/collections/due/Due.svelte'),
    words: ['codes', 'collections'],
    nav: { label: 'nav.due' },
  },
  ageing: {
    paths: ['/ageing'],
    load: () => import('./routes/collections/ageing/Ageing.svelte'),
    words: ['codes', 'members', 'collections'],
    nav: { label: 'nav.ageing' },
  },
  dashboard: {
    paths: ['/dashboard'],
    load: () => import('./routes/dashboard/Dashboard.svelte'),
    words: ['codes', 'members', 'collections'],
    nav: { label: 'nav.dashboard', bar: true },
  },
  reminders: {
    paths: ['/reminders'],
    load: () => import('./routes/reminders/Queue.svelte'),
    words: ['codes', 'reminders'],
    nav: { label: 'nav.reminders', right: 'reminders:read', bar: true },
  },
  reminderPlan: {
    paths: ['/reminders/plan'],
    load: () => import('./routes/reminders/Plan.svelte'),
    words: ['codes', 'reminders'],
  },
  reminderResults: {
    paths: ['/reminders/results'],
    load: () => import('./routes/reminders/Results.svelte'),
    words: ['codes', 'reminders'],
  },
  reminderRules: {
    paths: ['/reminders/rules'],
    load: () => import('./routes/reminders/Rules.svelte'),
    words: ['codes', 'reminders'],
  },
  reminderTemplates: {
    paths: ['/reminders/templates'],
    load: () => import('./routes/reminders/Templates.svelte'),
    words: ['codes', 'reminders'],
  },
  recap: {
    paths: ['/recap'],
    load: () => import('./routes/documents/DailyRecap.svelte'),
    words: ['codes', 'documents'],
    nav: { label: 'nav.recap', right: 'accounts:write' },
  },
  statement: {
    paths: ['/accounts/:account_id/statement'],
    load: () => import('./routes/documents/Statement.svelte'),
    words: ['codes', 'documents'],
  },
  card: {
    paths: ['/members/:member_id/card'],
    load: () => import('./routes/documents/MemberCard.svelte'),
    words: ['codes', 'documents'],
  },
  imports: {
    paths: ['/imports'],
    load: () => import('./routes/imports/Imports.svelte'),
    words: ['imports'],
    nav: { label: 'nav.imports', right: 'imports:write' },
  },
  import: {
    paths: ['/imports/:import_id'],
    load: () => import('./routes/imports/Import.svelte'),
    words: ['imports'],
    right: 'imports:write',
  },
  everything: {
    paths: ['/admin/export'],
    load: () => import('./routes/admin/Everything.svelte'),
    words: ['imports', 'everything'],
    nav: { label: 'nav.everything', right: 'cooperative:export' },
  },
  users: {
    paths: ['/admin/users'],
    load: () => import('./routes/admin/Users.svelte'),
    words: ['admin'],
    nav: { label: 'nav.users', right: 'users:write' },
  },
  clients: {
    paths: ['/admin/clients'],
    load: () => import('./routes/admin/Clients.svelte'),
    words: ['admin'],
    nav: { label: 'nav.clients', right: 'users:write' },
  },
  audit: {
    paths: ['/admin/audit'],
    load: () => import('./routes/admin/Audit.svelte'),
    words: ['admin', 'audit'],
    nav: { label: 'nav.audit', right: 'audit:read' },
  },
  settings: {
    paths: ['/admin/settings'],
    load: () => import('./routes/admin/Settings.svelte'),
    words: ['admin'],
    nav: { label: 'nav.settings', right: 'settings:write' },
  },
  password: {
    paths: ['/password'],
    load: () => import('./routes/admin/Password.svelte'),
    words: ['admin'],
    nav: { label: 'nav.password' },
  },
  about: {
    paths: ['/about'],
    load: () => import('./routes/About.svelte'),
    words: ['about'],
    open: true,
    nav: { label: 'nav.about' },
  },
} satisfies Record<string, Screen>;

export type ScreenName = keyof typeof screens;

/** In the order of the menu. */
export const all = Object.entries<Screen>(screens) as [ScreenName, Screen][];

export function open(name: ScreenName): Promise<Component> {
  const screen: Screen = screens[name];
  return opening(screen.load(), screen.words);
}

/** What the screen asks of its reader. */
export function rightOf(name: ScreenName): Right | undefined {
  const { right, nav }: Screen = screens[name];
  return right ?? nav?.right;
}

/** What the menu offers to whom it is for. */
export function places() {
  return all.flatMap(([name, { paths, nav, open }]) => {
    const seen = nav && (open || session.user) && (!nav.right || rights.may(nav.right));
    return seen ? [{ name, path: paths[0], label: nav.label, bar: nav.bar }] : [];
  });
}
