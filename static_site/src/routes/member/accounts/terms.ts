import type { NewAccount } from '../../../api/types';
import { parseInstallments } from './installments';

/** Own products have a name of their own; the others are codes of the API. */
export const SAVINGS_PRODUCTS = ['pokok', 'wajib', 'sukarela', 'berjangka'] as const;
export const METHODS = ['flat', 'annuity', 'effective', 'murabahah', 'explicit'] as const;

export interface SavingsTerms {
  monthly?: number;
  dueDay?: number | null;
  maturesOn: string;
}

export interface FinancingTerms {
  method: (typeof METHODS)[number];
  principal?: number;
  /** How the margin of a flat loan is given: as an amount or as a rate. */
  price: 'margin' | 'rate';
  margin?: number;
  rate: string;
  tenor?: number | null;
  firstDueOn: string;
  grace: number | null;
  /** The instalments of an explicit schedule, as pasted text. */
  lines: string;
}

export function newSavingsTerms(): SavingsTerms {
  return { maturesOn: '' };
}

export function newFinancingTerms(): FinancingTerms {
  return { method: 'flat', price: 'margin', rate: '', firstDueOn: '', grace: 0, lines: '' };
}

export function isByRate({ method, price }: FinancingTerms): boolean {
  return method === 'annuity' || method === 'effective' || (method === 'flat' && price === 'rate');
}

export function savingsFields(product: string, terms: SavingsTerms): Partial<NewAccount> {
  if (product === 'wajib') {
    return { monthly_amount: terms.monthly, due_day: terms.dueDay ?? undefined };
  }
  return product === 'berjangka' ? { matures_on: terms.maturesOn || undefined } : {};
}

export function financingFields(terms: FinancingTerms): Partial<NewAccount> {
  const { method, principal, margin, rate, tenor, firstDueOn, grace, lines } = terms;
  const common = { method, grace_days: grace ?? undefined };
  if (method === 'explicit') return { ...common, installments: parseInstallments(lines).rows };
  return {
    ...common,
    principal,
    tenor_months: tenor ?? undefined,
    first_due_on: firstDueOn || undefined,
    ...(isByRate(terms) ? { annual_rate: rate.trim().replace(',', '.') || undefined } : { margin }),
  };
}
