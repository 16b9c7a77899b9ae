import type { Component } from 'svelte';
import { loadWithMessages } from '../../lib/loadWithMessages';

const dialogs = {
  help: () => import('../../routes/overlay/KeyboardHelp.svelte'),
  palette: () => import('../../routes/overlay/CommandPalette.svelte'),
};

export type OverlayName = keyof typeof dialogs;

/** A dialog that can be opened over any screen; its code and texts are loaded then. */
class Overlay {
  shown = $state.raw<Component<{ onclose: () => void }>>();

  async open(name: OverlayName): Promise<void> {
    this.shown = await loadWithMessages(dialogs[name](), ['overlay']);
  }

  close = (): void => {
    this.shown = undefined;
  };
}

export const overlay = new Overlay();
