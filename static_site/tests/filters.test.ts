import { fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import Filters from '../src/routes/home/Filters.svelte';

const fields = { q: '', status: '', office: '', sort: 'name', counts: undefined };
const box = () => screen.getByRole<HTMLInputElement>('searchbox', { name: 'Cari anggota' });

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('the search box', () => {
  it('has the focus', () => {
    render(Filters, { ...fields, set: vi.fn() });
    expect(document.activeElement).toBe(box());
  });

  it('searches once when typing pauses', async () => {
    const set = vi.fn();
    render(Filters, { ...fields, set });
    for (const value of ['s', 'si', 'sit']) await fireEvent.input(box(), { target: { value } });
    expect(set).not.toHaveBeenCalled();
    vi.advanceTimersByTime(150);
    expect(set.mock.calls).toEqual([['q', 'sit']]);
  });

  it('keeps a space that is still being typed, and shows an address changed elsewhere', async () => {
    const set = vi.fn();
    const { rerender } = render(Filters, { ...fields, set });
    await fireEvent.input(box(), { target: { value: 'siti ' } });
    await rerender({ q: 'siti' });
    expect(box().value).toBe('siti ');
    await rerender({ q: '' });
    expect(box().value).toBe('');
  });
});
