const DAY = 86_400_000;

/** A business date (YYYY-MM-DD) some days later, or earlier if negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

export interface Period {
  /** Without it, the period has no beginning. */
  from?: string;
  to: string;
}

/** The periods that a clerk can choose; weeks begin on Monday. */
export function periods(today: string): Record<'today' | 'week' | 'nextWeek' | 'overdue', Period> {
  const weekday = (new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7;
  const monday = addDays(today, -weekday);
  return {
    today: { from: today, to: today },
    week: { from: monday, to: addDays(monday, 6) },
    nextWeek: { from: addDays(monday, 7), to: addDays(monday, 13) },
    overdue: { to: addDays(today, -1) },
  };
}
