export interface Segment {
  text: string;
  match: boolean;
}

/** Marks the beginnings of words that match a word of the query. */
export function highlight(text: string, query: string): Segment[] {
  if (!query) return [{ text, match: false }];
  const { folded, origin } = fold(text);
  const marked = new Array<boolean>(text.length).fill(false);
  for (const word of fold(query).folded.split(/\s+/).filter(Boolean)) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      if (at > 0 && /[\p{L}\p{N}]/u.test(folded[at - 1]!)) continue;
      const end = origin[at + word.length] ?? text.length;
      marked.fill(true, origin[at], end);
    }
  }
  return segments(text, marked);
}

/** Marks the typed digits in a phone number, in whatever form (0812…, +62 812-…) they were typed. */
export function highlightPhone(display: string, query: string): Segment[] {
  if (!query) return [{ text: display, match: false }];
  const digits = query.replace(/\D/g, '').replace(/^(62|0)/, '');
  const marked = new Array<boolean>(display.length).fill(false);
  const positions = [...display].flatMap((char, at) => (/\d/.test(char) ? [at] : []));
  const at = positions.map((position) => display[position]).join('').indexOf(digits);
  if (digits.length >= 3 && at >= 0) {
    marked.fill(true, positions[at], positions[at + digits.length - 1]! + 1);
  }
  return segments(display, marked);
}

function fold(text: string): { folded: string; origin: number[] } {
  let folded = '';
  const origin: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const plain = text[at]!.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    folded += plain;
    for (let part = 0; part < plain.length; part += 1) origin.push(at);
  }
  return { folded, origin };
}

function segments(text: string, marked: boolean[]): Segment[] {
  const result: Segment[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = result.at(-1);
    if (last && last.match === marked[at]) last.text += text[at];
    else result.push({ text: text[at]!, match: marked[at]! });
  }
  return result;
}
