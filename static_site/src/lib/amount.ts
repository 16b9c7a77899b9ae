import { language } from '../i18n/index.svelte';

const MAX_DIGITS = 15;

/** Whole rupiah as typed; thousands separators and decimals are dropped. */
export function parseAmount(typed: string): number | undefined {
  const decimal = language.current === 'id' ? ',' : '.';
  const digits = typed.split(decimal)[0]!.replace(/\D/g, '').slice(0, MAX_DIGITS);
  return digits ? Number(digits) : undefined;
}

/** The caret position in `text` after this many digits. */
export function caretAfter(text: string, digits: number): number {
  let position = 0;
  for (let count = 0; count < digits && position < text.length; position += 1) {
    if (/\d/.test(text[position]!)) count += 1;
  }
  return position;
}
