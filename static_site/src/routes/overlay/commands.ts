import { tick } from 'svelte';
import { session } from '../../api/session.svelte';
import type { MemberRow } from '../../api/types';
import { language, t } from '../../i18n/index.svelte';
import { focusContent, homeHref, href, navigate } from '../../router';
import { menuItems } from '../../screens';
import { appearance, THEMES } from '../../theme.svelte';
import { overlay } from '../../ui/layout/overlay.svelte';

/** An entry of the command palette. */
export interface Command {
  id: string;
  text: string;
  detail?: string;
  run: () => unknown;
}

async function open(address: string): Promise<void> {
  navigate(address);
  await tick();
  focusContent();
}

export function memberCommand({ member_id, name, member_no }: MemberRow): Command {
  const run = () => open(homeHref(member_id));
  return { id: member_id, text: name, detail: member_no, run };
}

export function screenCommands(): Command[] {
  return menuItems().map(({ name, path, label }) => ({
    id: name,
    text: t(label),
    run: () => open(href(path)),
  }));
}

export function actionCommands(): Command[] {
  const themes = THEMES.filter((theme) => theme !== appearance.chosen);
  return [
    { id: 'help', text: t('nav.help'), run: () => overlay.open('help') },
    {
      id: 'language',
      text: t('palette.language'),
      run: () => language.choose(language.current === 'id' ? 'en' : 'id'),
    },
    ...themes.map((theme) => ({
      id: theme,
      text: t('palette.theme', { theme: t(`theme.${theme}`) }),
      run: () => appearance.choose(theme),
    })),
    ...(session.user
      ? [{ id: 'sign-out', text: t('nav.signOut'), run: () => session.signOut() }]
      : []),
  ];
}
