import { STORED } from './stored';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** Light or dark: as the system is, until the reader chooses. Remembered over sign-out. */
class Appearance {
  chosen = $state<Theme>('auto');

  choose(theme: Theme): void {
    this.chosen = theme;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem(STORED.theme, theme);
  }

  restore(): void {
    const stored = THEMES.find((theme) => theme === localStorage.getItem(STORED.theme));
    if (stored) this.choose(stored);
  }
}

export const appearance = new Appearance();
