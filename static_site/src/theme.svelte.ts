import { STORAGE_KEYS } from './storageKeys';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light or dark, as the system is set until the user chooses. The choice survives sign-out. */
class Appearance {
  chosen = $state<Theme>('auto');

  choose(theme: Theme): void {
    this.chosen = theme;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem(STORAGE_KEYS.theme, theme);
  }

  restore(): void {
    const stored = THEMES.find((theme) => theme === localStorage.getItem(STORAGE_KEYS.theme));
    if (stored) this.choose(stored);
  }
}

export const appearance = new Appearance();
