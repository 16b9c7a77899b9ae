import type { Ageing } from '../../../api/types';
import { t } from '../../../i18n/index.svelte';
import { formatNumber, formatRupiah } from '../../../lib/format';
import type { Bar } from '../../../ui/charts/BarChart.svelte';

type Bucket = Ageing['buckets'][number];

export function bucketName({ from_day, to_day }: Pick<Bucket, 'from_day' | 'to_day'>): string {
  if (to_day === null) return t('ageing.over', { days: formatNumber(from_day - 1) });
  if (to_day === from_day) return t('ageing.onTime');
  return t('ageing.span', { from: formatNumber(from_day), to: formatNumber(to_day) });
}

/** Outstanding principal by bucket; colours for on time, late, and over 90 days late. */
export function ageingBars(ageing: Ageing): Bar[] {
  return ageing.buckets.map((bucket) => ({
    key: bucket.from_day,
    label: bucketName(bucket),
    value: bucket.outstanding_principal,
    text: `${formatRupiah(bucket.outstanding_principal)} · ${formatNumber(bucket.count)}`,
    tone: bucket.from_day === 0 ? 'good' : bucket.from_day > 90 ? 'bad' : 'warn',
  }));
}

/** Portfolio at risk, by days past due. */
export function parRows(ageing: Ageing) {
  return Object.entries(ageing.par)
    .map(([days, { amount, ratio }]) => ({ days, amount, ratio }))
    .sort((a, b) => Number(a.days) - Number(b.days));
}
