/** Under which names this browser keeps what outlives a page. */
export const STORED = {
  language: 'sapa.language',
  theme: 'sapa.theme',
  columns: 'sapa.hidden-columns',
  user: 'sapa.user',
  signOutOwed: 'sapa.sign-out-owed',
} as const;
