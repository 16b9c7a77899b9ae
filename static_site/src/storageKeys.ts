/** The keys of what this browser keeps in localStorage. */
export const STORAGE_KEYS = {
  language: 'sapa.language',
  theme: 'sapa.theme',
  columns: 'sapa.hidden-columns',
  user: 'sapa.user',
  signOutOwed: 'sapa.sign-out-owed',
} as const;
