import type { Component } from 'svelte';
import { language } from '../../i18n/index.svelte';

const overlays = {
  help: () => import('../../routes/overlay/KeyboardHelp.svelte'),
  palette: () => import('../../routes/overlay/CommandPalette.svelte'),
};

export type OverlayName = keyof typeof overlays;

/** A dialog over whatever screen is shown; its code and words come when it is first opened. */
class Overlay {
  shown = $state.raw<Component<{ onclose: () => void }>>();

  async open(name: OverlayName): Promise<void> {
    const [module] = await Promise.all([overlays[name](), language.load(['overlay'])]);
    this.shown = module.default;
  }

  close = (): void => {
    this.shown = undefined;
  };
}

export const overlay = new Overlay();
