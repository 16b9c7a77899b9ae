import { answer, api } from './client';
import type { PublicSettings } from './types';

/** The cooperative's settings. Those that everybody may read. */
class Cooperative {
  settings = $state.raw<PublicSettings>();

  get name(): string {
    return this.settings?.name ?? '';
  }

  get logo(): string {
    return this.settings?.logo ?? '/favicon.svg';
  }

  get offices(): { code: string; name: string }[] {
    return this.settings?.offices ?? [];
  }

  officeName(code: string | null): string {
    return this.offices.find((office) => office.code === code)?.name ?? code ?? '–';
  }

  async load(): Promise<void> {
    this.settings = await answer(api.GET('/auth/settings')).catch(() => this.settings);
  }
}

export const cooperative = new Cooperative();
