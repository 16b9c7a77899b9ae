import type { Component } from 'svelte';
import { rights, type Right } from './api/rights.svelte';
import { session } from './api/session.svelte';
import type { Key, Part } from './i18n/index.svelte';
import { loadWithMessages } from './lib/loadWithMessages';

interface Screen {
  /** A path part that begins with a colon is a parameter. */
  paths: readonly [string, ...string[]];
  load: () => Promise<{ default: Component }>;
  /** The parts of i18n/ that it shows. */
  messages: readonly Part[];
  /** Whether it is also shown without signing in. */
  public?: boolean;
  /** The right that it needs, if it is not in the menu. */
  right?: Right;
  /** Its entry in the menu, shown to users who have the right; `bar` adds it to the bar of a wide page. */
  nav?: { label: Key; right?: Right; bar?: boolean };
}

/** Every screen: its addresses, its code and texts (loaded when it is first shown), its menu entry. */
export const screens = {
  home: {
    paths: ['/', '/members/:member_id'],
    load: () => import('./routes/home/Home.svelte'),
    messages: ['codes', 'members', 'followUps'],
    nav: { label: 'nav.members', bar: true },
  },
  worklist: {
    paths: ['/today'],
    load: () => import('./routes/collections/worklist/Worklist.svelte'),
    messages: ['codes', 'members', 'followUps', 'collections'],
    nav: { label: 'nav.worklist', bar: true },
  },
  due: {
    paths: ['/due'],
    load: () => import('./routes/collections/due/Due.svelte'),
    messages: ['codes', 'collections'],
    nav: { label: 'nav.due' },
  },
  ageing: {
    paths: ['/ageing'],
    load: () => import('./routes/collections/ageing/Ageing.svelte'),
    messages: ['codes', 'members', 'collections'],
    nav: { label: 'nav.ageing' },
  },
  dashboard: {
    paths: ['/dashboard'],
    load: () => import('./routes/dashboard/Dashboard.svelte'),
    messages: ['codes', 'members', 'collections'],
    nav: { label: 'nav.dashboard', bar: true },
  },
  reminders: {
    paths: ['/reminders'],
    load: () => import('./routes/reminders/Queue.svelte'),
    messages: ['codes', 'reminders'],
    nav: { label: 'nav.reminders', right: 'reminders:read', bar: true },
  },
  reminderPlan: {
    paths: ['/reminders/plan'],
    load: () => import('./routes/reminders/Plan.svelte'),
    messages: ['codes', 'reminders'],
  },
  reminderResults: {
    paths: ['/reminders/results'],
    load: () => import('./routes/reminders/Results.svelte'),
    messages: ['codes', 'reminders'],
  },
  reminderRules: {
    paths: ['/reminders/rules'],
    load: () => import('./routes/reminders/Rules.svelte'),
    messages: ['codes', 'reminders'],
  },
  reminderTemplates: {
    paths: ['/reminders/templates'],
    load: () => import('./routes/reminders/Templates.svelte'),
    messages: ['codes', 'reminders'],
  },
  recap: {
    paths: ['/recap'],
    load: () => import('./routes/documents/DailyRecap.svelte'),
    messages: ['codes', 'documents'],
    nav: { label: 'nav.recap', right: 'accounts:write' },
  },
  statement: {
    paths: ['/accounts/:account_id/statement'],
    load: () => import('./routes/documents/Statement.svelte'),
    messages: ['codes', 'documents'],
  },
  card: {
    paths: ['/members/:member_id/card'],
    load: () => import('./routes/documents/MemberCard.svelte'),
    messages: ['codes', 'documents'],
  },
  imports: {
    paths: ['/imports'],
    load: () => import('./routes/imports/ImportList.svelte'),
    messages: ['imports'],
    nav: { label: 'nav.imports', right: 'imports:write' },
  },
  import: {
    paths: ['/imports/:import_id'],
    load: () => import('./routes/imports/ImportDetail.svelte'),
    messages: ['imports'],
    right: 'imports:write',
  },
  fullExport: {
    paths: ['/admin/export'],
    load: () => import('./routes/admin/FullExport.svelte'),
    messages: ['imports', 'fullExport'],
    nav: { label: 'nav.fullExport', right: 'cooperative:export' },
  },
  users: {
    paths: ['/admin/users'],
    load: () => import('./routes/admin/Users.svelte'),
    messages: ['admin'],
    nav: { label: 'nav.users', right: 'users:write' },
  },
  clients: {
    paths: ['/admin/clients'],
    load: () => import('./routes/admin/Clients.svelte'),
    messages: ['admin'],
    nav: { label: 'nav.clients', right: 'users:write' },
  },
  audit: {
    paths: ['/admin/audit'],
    load: () => import('./routes/admin/Audit.svelte'),
    messages: ['admin', 'audit'],
    nav: { label: 'nav.audit', right: 'audit:read' },
  },
  settings: {
    paths: ['/admin/settings'],
    load: () => import('./routes/admin/Settings.svelte'),
    messages: ['admin'],
    nav: { label: 'nav.settings', right: 'settings:write' },
  },
  password: {
    paths: ['/password'],
    load: () => import('./routes/admin/Password.svelte'),
    messages: ['admin'],
    nav: { label: 'nav.password' },
  },
  about: {
    paths: ['/about'],
    load: () => import('./routes/About.svelte'),
    messages: ['about'],
    public: true,
    nav: { label: 'nav.about' },
  },
} satisfies Record<string, Screen>;

export type ScreenName = keyof typeof screens;

/** In the order of the menu. */
export const allScreens = Object.entries<Screen>(screens) as [ScreenName, Screen][];

export function loadScreen(name: ScreenName): Promise<Component> {
  const screen: Screen = screens[name];
  return loadWithMessages(screen.load(), screen.messages);
}

/** The right that a user needs to see the screen. */
export function requiredRight(name: ScreenName): Right | undefined {
  const { right, nav }: Screen = screens[name];
  return right ?? nav?.right;
}

/** The menu entries for the current user. */
export function menuItems() {
  return allScreens.flatMap(([name, screen]) => {
    const { nav } = screen;
    const shown = nav && (screen.public || session.user) && (!nav.right || rights.may(nav.right));
    return shown ? [{ name, path: screen.paths[0], label: nav.label, bar: nav.bar }] : [];
  });
}
