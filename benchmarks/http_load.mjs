#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
//
// A server under constant load: each request goes out when it is due, whatever became of those
// before it, and its time counts from then. Asks an archive that archive_bench filled for fields of
// documents, and every EVERYth time for a search (0: never).
//   node benchmarks/http_load.mjs PORT REQUESTS_A_SECOND SECONDS EVERY PAGES
import http from 'node:http';

const [port, rate, seconds, every, pages] = process.argv.slice(2).map(Number);
if (!(port > 0 && rate > 0 && seconds > 0 && every >= 0 && pages >= 10)) {
  console.error('http_load.mjs PORT REQUESTS_A_SECOND SECONDS EVERY PAGES');
  process.exit(2);
}
const pagesOfADossier = 10;
const queries = ['quyết định', 'ủy ban nhân dân', 'kế hoạch', 'thủ tục hành chính', 'đất đai', 'giấy chứng nhận', 'cán bộ',
  'công chức', 'kinh phí', 'xây dựng', 'quyet dinh', 'nhan dan', 'dat dai', '"cơ quan nhà nước"', '"ủy ban nhân dân"',
  'hồ sơ NOT giấy', 'trường OR lớp', 'nguy* hiểm', '85/QĐ-UBND', 'subject:đất', 'bảo vệ môi trường', 'y tế', 'giáo dục',
  'thuế thu nhập', 'hộ khẩu'];

let seed = 1;
function below(limit) {
  seed = (seed * 1103515245 + 12345) % 2147483648;
  return seed % limit;
}

function drawPath(isSearch) {
  if (isSearch) return `/v1/search?q=${encodeURIComponent(queries[below(queries.length)])}`;
  const dossier = `000.00.18.H42-${below(pages / pagesOfADossier)}`;
  return `/v1/dossiers/${dossier}/documents/d-${dossier}-1/fields`;
}

const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const times = { search: [], fields: [] };
const begin = process.hrtime.bigint();
const nowMs = () => Number(process.hrtime.bigint() - begin) / 1e6;
let sent = 0;
let waiting = 0;
let failed = 0;

function finish() {
  for (const [kind, all] of Object.entries(times)) {
    if (all.length === 0) continue;
    all.sort((a, b) => a - b);
    const at = (share) => all[Math.min(all.length - 1, Math.floor(all.length * share))].toFixed(1);
    console.log(`${kind}: ${all.length} requests, p50 ${at(0.5)} ms, p95 ${at(0.95)}, p99 ${at(0.99)}, longest ${at(1)}`);
  }
  console.log(`not answered with 200: ${failed}`);
  process.exit(failed === 0 ? 0 : 1);
}

function ended(ok) {
  if (!ok) ++failed;
  if (--waiting === 0 && sent === rate * seconds) finish();
}

function send() {
  for (; sent < rate * seconds && (sent * 1000) / rate <= nowMs(); ++sent) {
    const due = (sent * 1000) / rate;
    const isSearch = every > 0 && sent % every === 0;
    ++waiting;
    http.get({ host: '127.0.0.1', port, path: drawPath(isSearch), agent }, (response) => {
      response.resume();
      response.on('end', () => {
        times[isSearch ? 'search' : 'fields'].push(nowMs() - due);
        ended(response.statusCode === 200);
      });
    }).on('error', () => ended(false));
  }
  if (sent < rate * seconds) setTimeout(send, 1);
}
send();
