import { describe, expect, it } from 'vitest';
import { homeHref, navigate, parse } from '../src/router';

describe('parse', () => {
  it.each(['', '#', '#/', '#/?'])('takes %j for the list', (hash) => {
    expect(parse(hash)).toMatchObject({ screen: 'home', params: {} });
  });

  it('reads the member and the filters of the list', () => {
    const route = parse('#/members/01ABC?q=siti%20a&status=active');
    expect(route).toMatchObject({ screen: 'home', params: { member_id: '01ABC' } });
    expect(Object.fromEntries(route.query)).toEqual({
      q: 'siti a',
      status: 'active',
    });
  });

  it('knows the other screens, and nothing else', () => {
    expect(parse('#/about').screen).toBe('about');
    for (const hash of ['#/members/', '#/members/a/b', '#/nowhere', '#/members/%E0%A4%A']) {
      expect(parse(hash).screen, hash).toBe('notFound');
    }
  });
});

describe('homeHref', () => {
  it('is read back as it was written', () => {
    const query = new URLSearchParams({ q: 'a?b&c', sort: '-name' });
    const route = parse(homeHref('a/b c', query));
    expect(route).toMatchObject({ screen: 'home', params: { member_id: 'a/b c' } });
    expect(route.query.get('q')).toBe('a?b&c');
  });
});

describe('navigate', () => {
  it('tells listeners at once, and adds to the history only when it does not replace', () => {
    const seen: string[] = [];
    window.addEventListener('hashchange', () => seen.push(location.hash));
    const before = history.length;
    navigate('#/about');
    expect(history.length).toBe(before + 1);
    navigate('#/?q=x', { replace: true });
    expect(history.length).toBe(before + 1);
    expect(seen).toEqual(['#/about', '#/?q=x']);
  });
});
