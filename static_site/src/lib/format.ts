import { language } from '../i18n/index.svelte';

export function formatNumber(value: number): string {
  return value.toLocaleString(language.locale);
}

export function formatRupiah(value: number): string {
  return `${value < 0 ? '−' : ''}Rp${formatNumber(Math.abs(value))}`;
}

export function formatSignedRupiah(value: number): string {
  return `${value > 0 ? '+' : ''}${formatRupiah(value)}`;
}

/** Kept, because creating a format takes far longer than using it. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(locale: string): Intl.DateTimeFormat {
  const format =
    dateFormats.get(locale) ??
    new Intl.DateTimeFormat(locale, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
  dateFormats.set(locale, format);
  return format;
}

/** A business date (YYYY-MM-DD) has no time zone, so none is applied. */
export function formatDate(value: string | null): string {
  return value ? dateFormat(language.locale).format(new Date(`${value}T00:00:00Z`)) : '–';
}

/** +6281234567890 → +62 812-3456-7890, grouped as is usual in Indonesia. */
export function formatPhone(e164: string | null): string {
  if (!e164) return '–';
  const national = /^\+62(\d+)$/.exec(e164)?.[1];
  if (!national) return e164;
  const groups = national.startsWith('8')
    ? [national.slice(0, 3), national.slice(3, 7), national.slice(7)]
    : [national.slice(0, 2), national.slice(2, 6), national.slice(6)];
  return `+62 ${groups.filter(Boolean).join('-')}`;
}

/** +6281234567890 → 0812-3456-7890, for spreadsheets, where a leading plus starts a formula. */
export function formatLocalPhone(e164: string | null): string {
  return e164?.startsWith('+62') ? formatPhone(e164).replace('+62 ', '0') : (e164 ?? '');
}

/** Date and time in the cooperative's time zone. */
export function formatTimestamp(value: string, zone: string | undefined): string {
  return new Intl.DateTimeFormat(language.locale, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(value));
}

export function formatTime(value: string, zone: string | undefined): string {
  return new Intl.DateTimeFormat(language.locale, {
    hour: '2-digit',
    minute: '2-digit',
    timeZone: zone,
  }).format(new Date(value));
}

/** A ratio (0.5) as a percentage with one decimal. */
export function formatPercent(ratio: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return ratio.toLocaleString(language.locale, { style: 'percent', ...digits });
}
