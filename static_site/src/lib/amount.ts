import { language } from '../i18n/index.svelte';

const MAX_DIGITS = 15;

/** Whole rupiah as typed, with thousands separators; what follows a decimal separator is left out. */
export function parseAmount(typed: string): number | undefined {
  const decimal = language.current === 'id' ? ',' : '.';
  const digits = typed.split(decimal)[0]!.replace(/\D/g, '').slice(0, MAX_DIGITS);
  return digits ? Number(digits) : undefined;
}

/** Where the caret stands in `text` after so many digits. */
export function caretAfter(text: string, digits: number): number {
  let position = 0;
  for (let seen = 0; seen < digits && position < text.length; position += 1) {
    if (/\d/.test(text[position]!)) seen += 1;
  }
  return position;
}
