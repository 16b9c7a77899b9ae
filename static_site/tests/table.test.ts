import { fireEvent, render, screen } from '@testing-library/svelte';
import { describe, expect, it, vi } from 'vitest';
import TableFixture from './TableFixture.svelte';

const header = (name: string) => screen.getByRole('columnheader', { name });

describe('Table', () => {
  it.each([
    [undefined, 'none', 'name'],
    ['name', 'ascending', '-name'],
    ['-name', 'descending', 'name'],
  ])('sorted by %s says %s, and asks for %s when its header is pressed', async (sort, said, next) => {
    const onsort = vi.fn();
    render(TableFixture, { sort, onsort });
    expect(header('Nama').getAttribute('aria-sort')).toBe(said);
    await fireEvent.click(screen.getByRole('button', { name: 'Nama' }));
    expect(onsort).toHaveBeenCalledWith(next);
  });

  it('says nothing of order where it cannot be sorted', () => {
    render(TableFixture, { sort: 'name' });
    expect(header('Nama').hasAttribute('aria-sort')).toBe(false);
    expect(header('Jumlah').hasAttribute('aria-sort')).toBe(false);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('is named by its caption', () => {
    render(TableFixture);
    expect(screen.getByRole('table', { name: 'Anggota' })).toBeTruthy();
  });
});
