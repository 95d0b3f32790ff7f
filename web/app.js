// The search page: a query, its hits, and the words of a hit lit on the page's image.
// Everything that comes from the archive enters the page as text, never as markup.

const words = {
  vi: { label: 'Từ cần tìm', search: 'Tìm', more: 'Xem thêm', pdf: 'PDF', text: 'Văn bản', hint: 'Gõ có dấu hoặc không dấu, số hiệu, "cụm từ"',
        none: 'Không có kết quả', hits: 'kết quả', page: 'trang', failed: 'Không tra cứu được', other: 'English', image: 'Ảnh trang' },
  en: { label: 'Words to find', search: 'Search', more: 'More', pdf: 'PDF', text: 'Text', hint: 'With or without diacritics, numbers, "phrases"',
        none: 'Nothing found', hits: 'hits', page: 'page', failed: 'The search failed', other: 'Tiếng Việt', image: 'Image of page' },
};
const $ = (id) => document.getElementById(id);
const state = { language: localStorage.getItem('language') === 'en' ? 'en' : 'vi', hits: [], cursor: null, query: '' };
const say = (key) => words[state.language][key];

function speak() {
  document.documentElement.lang = state.language;
  for (const element of document.querySelectorAll('[data-say]')) element.textContent = say(element.dataset.say);
  $('query').placeholder = say('hint');
  $('language').textContent = say('other');
}

async function get(path) {
  const response = await fetch(path);
  const body = await response.json();
  if (!response.ok) throw new Error(body.detail || body.title || String(response.status));
  return body;
}

// Marks are byte ranges of the UTF-8 snippet.
function appendMarked(parent, snippet, marks) {
  const bytes = new TextEncoder().encode(snippet);
  const decoder = new TextDecoder();
  let at = 0;
  for (const [begin, end] of marks) {
    if (begin < at || end > bytes.length) continue;
    parent.append(decoder.decode(bytes.slice(at, begin)));
    const mark = document.createElement('mark');
    mark.textContent = decoder.decode(bytes.slice(begin, end));
    parent.append(mark);
    at = end;
  }
  parent.append(decoder.decode(bytes.slice(at)));
}

function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function hitButton(hit, index) {
  const button = make('button', 'hit');
  button.type = 'button';
  const head = make('div', 'head');
  head.append(make('span', 'type', hit.type.label || hit.type.code), make('span', '', `${hit.dossier} · ${say('page')} ${hit.page}`));
  const snippet = make('div');
  appendMarked(snippet, hit.snippet, hit.snippet_marks || []);
  button.append(head, snippet);
  button.addEventListener('click', () => show(index));
  return button;
}

function list(from) {
  for (let index = from; index < state.hits.length; ++index) {
    const item = make('li');
    item.append(hitButton(state.hits[index], index));
    $('hits').append(item);
  }
  $('more').hidden = !state.cursor;
}

async function search(query, cursor) {
  const parameters = new URLSearchParams({ q: query, limit: '20' });
  if (cursor) parameters.set('cursor', cursor);
  try {
    const answer = await get(`/v1/search?${parameters}`);
    if (!cursor) {
      state.hits = [];
      $('hits').replaceChildren();
    }
    const from = state.hits.length;
    state.hits.push(...answer.hits);
    state.cursor = answer.next_cursor;
    state.query = query;
    const total = answer.total.relation === 'gte' ? `≥ ${answer.total.value}` : answer.total.value;
    $('summary').textContent = answer.total.value === 0 ? say('none') : `${total} ${say('hits')} (${answer.took_ms} ms)`;
    list(from);
    if (!cursor) await (state.hits.length ? show(0) : hide());
  } catch (error) {
    $('summary').textContent = `${say('failed')}: ${error.message}`;
  }
}

function hide() {
  $('viewer').hidden = true;
}

function drawMarks(hit) {
  const shapes = hit.boxes.filter((box) => box.page === hit.page).map((box) => {
    const polygon = document.createElementNS('http://www.w3.org/2000/svg', 'polygon');
    polygon.setAttribute('points', box.polygon.map((corner) => corner.join(',')).join(' '));
    return polygon;
  });
  $('marks').replaceChildren(...shapes);
}

async function showFields(hit) {
  $('fields').replaceChildren();
  const answer = await get(`/v1/dossiers/${encodeURIComponent(hit.dossier)}/documents/${encodeURIComponent(hit.document)}/fields`);
  for (const field of answer.fields) {
    if (!field.value) continue;
    const value = make('dd', field.review.state === 'needs_review' ? 'review' : '', field.normalized || field.value);
    $('fields').append(make('dt', '', field.label), value);
  }
}

async function show(index) {
  const hit = state.hits[index];
  document.querySelectorAll('.hit').forEach((button, at) => button.setAttribute('aria-current', String(at === index)));
  state.shown = index;
  $('viewer').hidden = false;
  $('place').textContent = `${hit.dossier} · ${hit.type.label} · ${say('page')} ${hit.page}`;
  $('pdf').href = `/v1/documents/${encodeURIComponent(hit.document)}/pdf`;
  $('text').href = `/v1/pages/${encodeURIComponent(hit.page_id)}/text?format=text`;
  $('image').src = `/v1/iiif/${encodeURIComponent(hit.page_id)}/full/1200,/0/default.jpg`;
  $('image').alt = `${say('image')} ${hit.page}, ${hit.dossier}`;
  drawMarks(hit);
  try {
    await showFields(hit);
  } catch {
    $('fields').replaceChildren();
  }
}

function go(query) {
  const url = new URL(location.href);
  url.searchParams.set('q', query);
  history.pushState(null, '', url);
  search(query);
}

function start() {
  speak();
  const query = new URLSearchParams(location.search).get('q') || '';
  $('query').value = query;
  if (query) search(query);
}

$('form').addEventListener('submit', (event) => {
  event.preventDefault();
  const query = $('query').value.trim();
  if (query) go(query);
});
$('more').addEventListener('click', () => search(state.query, state.cursor));
$('language').addEventListener('click', () => {
  state.language = state.language === 'vi' ? 'en' : 'vi';
  localStorage.setItem('language', state.language);
  start();
});
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== $('query')) {
    event.preventDefault();
    $('query').focus();
  }
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || document.activeElement === $('query') || !state.hits.length) return;
  event.preventDefault();
  const next = Math.min(Math.max((state.shown ?? 0) + step, 0), state.hits.length - 1);
  show(next);
  document.querySelectorAll('.hit')[next].focus();
});
window.addEventListener('popstate', start);
start();
