// SPDX-License-Identifier: Apache-2.0
//
// Vietnamese letters: typing them by Telex or VNI where the system has no input method, and changing the tone or the mark
// of a syllable that is there. Pure functions on text in NFC. Tones stand where the program's keys for comparing put them
// (core/vietnamese.h, the new style): hoà, thuý, khoẻ; a syllable that is typed on is set anew.
//
//   typed("toan", 4, "f", "telex")     { text: "toàn", caret: 4 }, or null: the key is a letter like any other
//   withTone("toan", 2)                "toàn": 0 none, 1 sắc, 2 huyền, 3 hỏi, 4 ngã, 5 nặng (the digits of VNI)
//   nextTone("toàn"), nextMark("den")  the next variant of a syllable: ế ề ể ễ ệ ê; e ê, d đ
//   attachTyping(input, () => "telex") makes a field take keys so

const TONES = ["", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"];
const HAT = "\u0302";
const BREVE = "\u0306";
const HORN = "\u031B";
const TONE_KEYS = { telex: { z: 0, s: 1, f: 2, r: 3, x: 4, j: 5 }, vni: { 0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 } };

const ONSETS = new Set(["", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"]);
const CODAS = new Set(["", "c", "ch", "m", "n", "ng", "nh", "p", "t"]);
const SECOND_OF_TWO = new Set(["oa", "oe", "uy"]);

// A letter as { base, mark, tone, upper }; đ has the mark "bar".
function letterOf(char) {
  const lower = char.toLocaleLowerCase("vi");
  const upper = lower !== char;
  if (lower === "đ") return { base: "d", mark: "bar", tone: 0, upper };
  const [base, ...marks] = lower.normalize("NFD");
  const tone = Math.max(0, TONES.findIndex((one, i) => i > 0 && marks.includes(one)));
  const mark = marks.find((one) => one === HAT || one === BREVE || one === HORN) ?? "";
  return { base, mark, tone, upper };
}

function charOf({ base, mark, tone, upper }) {
  const lower = mark === "bar" ? "đ" : (base + mark + TONES[tone]).normalize("NFC");
  return upper ? lower.toLocaleUpperCase("vi") : lower;
}

const lettersOf = (word) => [...word.normalize("NFC")].map(letterOf);
const wordOf = (letters) => letters.map(charOf).join("");
const isVowel = ({ base }) => "aeiouy".includes(base);

// Where the vowels of a syllable begin and end; null where it is none. The u of qu and the i of gi belong to the onset.
function vowelsOf(letters) {
  let begin = letters.findIndex(isVowel);
  if (begin < 0) return null;
  const next = letters[begin + 1];
  const onset = letters.slice(0, begin).map((one) => charOf({ ...one, upper: false })).join("");
  const joins = (onset === "q" && letters[begin].base === "u") || (onset === "g" && letters[begin].base === "i");
  if (joins && next && isVowel(next)) ++begin;
  let end = begin;
  while (end < letters.length && isVowel(letters[end])) ++end;
  const before = letters.slice(0, begin).map((one) => charOf({ ...one, tone: 0, upper: false })).join("");
  const after = letters.slice(end).map(({ base }) => base).join("");
  return ONSETS.has(before) && CODAS.has(after) && end - begin <= 3 ? { begin, end } : null;
}

// The letter that bears the tone.
function toneBearer(letters, { begin, end }) {
  const vowels = letters.slice(begin, end);
  for (let i = vowels.length - 1; i >= 0; --i) if (vowels[i].mark) return begin + i;
  if (vowels.length === 1) return begin;
  if (vowels.length === 3) return begin + 1;
  const closed = end < letters.length;
  return begin + (closed || SECOND_OF_TWO.has(vowels.map(({ base }) => base).join("")) ? 1 : 0);
}

function toneOf(letters) {
  return letters.reduce((found, { tone }) => tone || found, 0);
}

function placed(letters, tone) {
  const vowels = vowelsOf(letters);
  if (!vowels) return null;
  const plain = letters.map((one) => ({ ...one, tone: 0 }));
  plain[toneBearer(plain, vowels)].tone = tone;
  return plain;
}

export function withTone(syllable, tone) {
  const letters = placed(lettersOf(syllable), tone);
  return letters ? wordOf(letters) : syllable;
}

// ế ề ể ễ ệ ê.
export function nextTone(syllable, step = 1) {
  const order = [1, 2, 3, 4, 5, 0];
  const now = order.indexOf(toneOf(lettersOf(syllable)));
  return withTone(syllable, order[(now + step + order.length) % order.length]);
}

const VARIANTS = { a: ["", BREVE, HAT], e: ["", HAT], o: ["", HAT, HORN], u: ["", HORN], d: ["", "bar"] };

// The next set of marks that the syllable may have, of its vowels and a d in front.
export function nextMark(syllable) {
  const letters = lettersOf(syllable);
  const at = letters.flatMap(({ base }, i) => (VARIANTS[base] && (base !== "d" || i === 0) ? [i] : []));
  for (const i of at) {
    const variants = VARIANTS[letters[i].base];
    const next = (variants.indexOf(letters[i].mark) + 1) % variants.length;
    letters[i].mark = variants[next];
    if (next !== 0) break;  // as a counter does: what came back to nothing turns the next
  }
  return wordOf(placed(letters, toneOf(letters)) ?? letters);
}

// Puts a mark on; `undo` where it is there already: then it comes off and the key is a letter.
function mark(letters, at, wanted) {
  const undo = letters[at].mark === wanted;
  letters[at] = { ...letters[at], mark: undo ? "" : wanted };
  return { letters, undo };
}

const lastIndex = (letters, from, to, is) => {
  for (let i = to - 1; i >= from; --i) if (is(letters[i])) return i;
  return -1;
};

// Where a horn or breve goes: uo to ươ before a consonant and uơ at the end, ua to ưa, else a, o, u.
function horned(letters, kinds) {
  const vowels = vowelsOf(letters);
  if (!vowels) return null;
  const { begin, end } = vowels;
  const group = letters.slice(begin, end).map(({ base }) => base).join("");
  const uo = group.indexOf("uo");
  if (kinds.includes("o") && uo >= 0) {
    const more = end < letters.length || uo + 2 < group.length;
    const both = letters[begin + uo + 1].mark === HORN;
    letters[begin + uo + 1] = { ...letters[begin + uo + 1], mark: both ? "" : HORN };
    if (more) letters[begin + uo] = { ...letters[begin + uo], mark: both ? "" : HORN };
    return { letters, undo: both };
  }
  if (kinds.includes("u") && group === "ua" && end === letters.length) return mark(letters, begin, HORN);
  for (const base of kinds) {
    const at = lastIndex(letters, begin, end, (one) => one.base === base);
    if (at >= 0) return mark(letters, at, base === "a" ? BREVE : HORN);
  }
  return null;
}

function hatted(letters, base) {
  const vowels = vowelsOf(letters);
  if (!vowels) return null;
  const at = lastIndex(letters, vowels.begin, vowels.end, (one) => one.base === base && (one.mark === "" || one.mark === HAT));
  // Two vowels further on, it is a vowel of its own: oao, ueo.
  if (at < 0 || (at + 1 < vowels.end && at + 1 < letters.length && isVowel(letters[at + 1]) && letters.length === vowels.end && base === "o")) return null;
  return mark(letters, at, HAT);
}

function barred(letters) {
  const at = letters.length > 0 && letters.at(-1).base === "d" ? letters.length - 1 : letters[0]?.base === "d" && vowelsOf(letters) ? 0 : -1;
  return at < 0 ? null : mark(letters, at, "bar");
}

// What a key does to a word; null: nothing, it is a letter.
function change(letters, key, method) {
  const lower = key.toLowerCase();
  const tone = TONE_KEYS[method][lower];
  if (tone !== undefined) {
    if (!vowelsOf(letters) || (tone === 0 && toneOf(letters) === 0)) return null;
    const same = tone !== 0 && toneOf(letters) === tone;
    return { letters: placed(letters, same ? 0 : tone), undo: same };
  }
  if (method === "vni") {
    if (lower === "6") return hatted(letters, "a") ?? hatted(letters, "e") ?? hatted(letters, "o");
    if (lower === "7") return horned(letters, ["o", "u"]);
    if (lower === "8") return horned(letters, ["a"]);
    return lower === "9" ? barred(letters) : null;
  }
  if (lower === "w") {
    const done = horned(letters, ["a", "o", "u"]);
    if (done || vowelsOf(letters) || letters.some(isVowel)) return done;
    const onset = wordOf(letters.map((one) => ({ ...one, upper: false })));
    return ONSETS.has(onset) && onset !== "qu" ? { letters: [...letters, { base: "u", mark: HORN, tone: 0, upper: key !== lower }], undo: false } : null;
  }
  if (lower === "d") return barred(letters);
  return "aeo".includes(lower) ? hatted(letters, lower) : null;
}

// The letters in front of the caret that belong together.
const wordBefore = (text) => /[\p{L}\p{M}]*$/u.exec(text)[0];

export function typed(text, caret, key, method) {
  if (!TONE_KEYS[method] || key.length !== 1) return null;
  const before = text.slice(0, caret).normalize("NFC");
  const word = wordBefore(before);
  const head = before.slice(0, before.length - word.length);
  const finish = (letters) => {
    const made = head + wordOf(letters);
    return { text: made + text.slice(caret), caret: made.length };
  };
  const letters = lettersOf(word);
  const done = word ? change(letters, key, method) : method === "telex" ? change([], key, method) : null;
  if (done?.undo) return finish([...done.letters, letterOf(key)]);
  if (done) return finish(placed(done.letters, toneOf(done.letters)) ?? done.letters);
  if (!word || !/\p{L}/u.test(key)) return null;
  // A letter behind a tone may move it, and one behind uơ or ưo makes that ươ.
  const longer = [...lettersOf(word), letterOf(key)];
  const at = longer.findIndex(({ base, mark: horn }, i) =>
    base === "u" && longer[i + 1]?.base === "o" && (horn === HORN) !== (longer[i + 1].mark === HORN) && i + 2 < longer.length);
  if (at >= 0 && vowelsOf(longer)?.begin <= at) longer[at].mark = longer[at + 1].mark = HORN;
  const moved = toneOf(longer) ? placed(longer, toneOf(longer)) ?? longer : longer;
  return wordOf(moved) === word + key ? null : finish(moved);
}

// `methodNow` says "telex", "vni" or "off" at each key. An input method of the system goes first.
export function attachTyping(input, methodNow) {
  input.addEventListener("beforeinput", (event) => {
    if (event.inputType !== "insertText" || event.isComposing || !event.data || input.selectionStart !== input.selectionEnd) return;
    const done = typed(input.value, input.selectionStart, event.data, methodNow());
    if (!done) return;
    event.preventDefault();
    input.value = done.text;
    input.setSelectionRange(done.caret, done.caret);
    input.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
