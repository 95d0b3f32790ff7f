// SPDX-License-Identifier: Apache-2.0
//
// Text with parts of it marked, as the server says which: ranges of bytes of the UTF-8 text.

// The text in pieces, each marked or not.
export function pieces(text, ranges) {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const list = [];
  let at = 0;
  const add = (begin, end, marked) => { if (end > begin) list.push({ text: decoder.decode(bytes.subarray(begin, end)), marked }); };
  for (const [begin, end] of ranges) {
    if (begin < at || end > bytes.length) continue;
    add(at, begin, false);
    add(begin, end, true);
    at = end;
  }
  add(at, bytes.length, false);
  return list;
}

// What may have been meant by words of which the last is not finished: where the marks of a hit stand side by side, as
// many as there are words.
export function completions(hits, words) {
  const found = new Map();
  for (const hit of hits) {
    const parts = pieces(hit.snippet, hit.snippet_marks ?? []);
    for (let i = 0; i < parts.length; ++i) {
      if (!parts[i].marked) continue;
      let text = parts[i].text;
      let marked = 1;
      for (let j = i + 1; j + 1 < parts.length && marked < words && parts[j].text.trim() === "" && parts[j + 1].marked; j += 2) {
        text += ` ${parts[j + 1].text}`;
        ++marked;
      }
      const phrase = text.toLocaleLowerCase("vi");
      if (marked === words) found.set(phrase, (found.get(phrase) ?? 0) + 1);
    }
  }
  return [...found].sort((a, b) => b[1] - a[1]).map(([phrase]) => phrase);
}
