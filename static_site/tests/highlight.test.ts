import { render } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { highlight, highlightPhone } from '../src/lib/highlight';
import HighlightedText from '../src/ui/HighlightedText.svelte';

const marked = (text: string, query: string) =>
  highlight(text, query)
    .filter((segment) => segment.match)
    .map((segment) => segment.text);

describe('highlight', () => {
  it('marks the beginnings of words, whatever their case or accents', () => {
    expect(marked('Siti Aminah', 'ami SI')).toEqual(['Si', 'Ami']);
    expect(marked('Désirée', 'desi')).toEqual(['Dési']);
    expect(marked('Nasiti', 'siti')).toEqual([]);
  });

  it('keeps the text whole', () => {
    const text = "Nur'aini 😀 <b>Hj.</b>";
    const whole = highlight(text, 'nur b').map((segment) => segment.text);
    expect(whole.join('')).toBe(text);
  });

  it('marks nothing without a query', () => {
    expect(highlight('Siti', '  ')).toEqual([{ text: 'Siti', match: false }]);
  });
});

describe('highlightPhone', () => {
  it.each(['0812345', '62812345', '+62 812-345', '812345'])('finds %s in any form', (query) => {
    const found = highlightPhone('+62 812-3456-7890', query).find((segment) => segment.match);
    expect(found?.text).toBe('812-345');
  });

  it('marks nothing for words or a lone digit', () => {
    for (const query of ['siti', '1']) {
      expect(highlightPhone('+62 812-3456-7890', query)).toHaveLength(1);
    }
  });
});

describe('HighlightedText', () => {
  it('shows markup in a name as text', () => {
    const name = '<img src=x onerror=alert(1)> Siti';
    const { container } = render(HighlightedText, { segments: highlight(name, 'siti') });
    expect(container.textContent).toBe(name);
    expect(container.querySelector('img')).toBeNull();
    expect(container.querySelector('mark')?.textContent).toBe('Siti');
  });
});
