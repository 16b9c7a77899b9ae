import type { words as id } from '../id/core';

export const words: Record<keyof typeof id, string> = {
  'app.skip': 'Skip to content',
  'app.language': 'Language',
  'app.loading': 'Loading…',
  'app.retry': 'Try again',
  'app.close': 'Close',
  'app.notFound': 'This page does not exist.',
  'app.toHome': 'To the members',
  'error.network': 'The server cannot be reached. Check the connection, then try again.',
  'error.unexpected': 'Something went wrong. Try again in a moment.',

  'signIn.title': 'Sign in',
  'signIn.username': 'Username',
  'signIn.password': 'Password',
  'signIn.show': 'Show password',
  'signIn.hide': 'Hide password',
  'signIn.submit': 'Sign in',
  'signIn.sending': 'Checking…',
  'signIn.required': 'Enter the username and the password.',
  'signIn.tagline': 'Know your members, greet them early.',

  'nav.menu': 'Menu',
  'nav.label': 'Main menu',
  'nav.members': 'Members',
  'nav.about': 'About',
  'nav.signOut': 'Sign out',

  'form.save': 'Save',
  'form.sending': 'Saving…',
  'form.unsaved': 'What you entered is not saved.',
  'form.stay': 'Keep editing',
  'form.discard': 'Discard',
};
