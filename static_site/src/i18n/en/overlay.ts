import type { messages as id } from '../id/overlay';

export const messages: Record<keyof typeof id, string> = {
  'help.title': 'Keyboard shortcuts',
  'help.anywhere': 'Anywhere',
  'help.list': 'In a list',
  'help.search': 'Search members',
  'help.palette': 'Search or open a screen',
  'help.help': 'This help',
  'help.move': 'Move between rows',
  'help.open': 'Open the row',
  'help.back': 'Back, or close what is open',
  'help.or': 'or',

  'palette.title': 'Search or open',
  'palette.label': 'Member’s name, number, screen or action',
  'palette.members': 'Members',
  'palette.screens': 'Screens',
  'palette.actions': 'Actions',
  'palette.none': 'Nothing matches.',
  'palette.found': '{count} choice|{count} choices',
  'palette.language': 'Change the language to Indonesian (Bahasa Indonesia)',
  'palette.theme': 'Appearance: {theme}',
  'palette.keys': '↑ ↓ to choose · Enter to open · Esc to close',
};
