export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const STORED = 'sapa.theme';

/** Light or dark: as the system is, until the reader chooses. Remembered over sign-out. */
class Appearance {
  chosen = $state<Theme>('auto');

  choose(theme: Theme): void {
    this.chosen = theme;
    if (theme === 'auto') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
    localStorage.setItem(STORED, theme);
  }

  restore(): void {
    const stored = THEMES.find((theme) => theme === localStorage.getItem(STORED));
    if (stored) this.choose(stored);
  }
}

export const appearance = new Appearance();
