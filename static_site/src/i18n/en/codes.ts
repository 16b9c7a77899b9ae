import type { messages as id } from '../id/codes';

export const messages: Record<keyof typeof id, string> = {
  'status.active': 'Active',
  'status.inactive': 'Inactive',
  'status.left': 'Left',
  'status.deceased': 'Deceased',
  'status.closed': 'Closed',
  'status.paid': 'Paid',
  'status.partly': 'Partly paid',
  'status.overdue': 'Overdue',
  'status.unpaid': 'Unpaid',

  'product.pokok': 'Principal savings',
  'product.wajib': 'Mandatory savings',
  'product.sukarela': 'Voluntary savings',
  'product.berjangka': 'Term savings',

  'method.flat': 'Flat',
  'method.annuity': 'Annuity',
  'method.effective': 'Effective',
  'method.murabahah': 'Murabahah',
  'method.explicit': 'Own schedule',

  'type.deposit': 'Deposit',
  'type.withdrawal': 'Withdrawal',
  'type.repayment': 'Repayment',
  'type.penalty': 'Penalty',
  'type.interest': 'Savings return',
  'type.fee': 'Fee',
  'type.adjustment': 'Adjustment',
  'type.disbursement': 'Disbursement',
  'type.reversal': 'Reversal',

  'consent.whatsapp': 'WhatsApp',
  'consent.phone': 'Phone',
  'consent.email': 'E-mail',
  'consent.letter': 'Letter',
  'consent.granted': 'granted',
  'consent.withdrawn': 'withdrawn',
  'consent.unknown': 'not asked yet',
};
