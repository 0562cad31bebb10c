// What was done: searched, counted, done again, put back.
import { encodeAgain, restoreEntry } from './actions.js';
import { get } from './api.js';
import { h } from './dom.js';
import { badge, button, cell, empty, headCell, heading, pending, row, table } from './parts.js';
import { bytes, count, duration, film, filmName, moment, plain, seen } from './text.js';

export const title = 'History';

const PAGE = 50;
const OUTCOMES = [['', 'All'], ['done', 'Done'], ['failed', 'Failed'], ['cancelled', 'Cancelled'],
  ['removed', 'Removed']];

let query = { search: '', outcome: '', profile: '', offset: 0 };
let page = {};
let sums = {};
let redraw = () => {};
let asked = 0;
let timer;

export function open(_, changed) {
  redraw = changed;
  ask();
  askSums();
}

export const leave = () => clearTimeout(timer);

async function ask() {
  asked += 1;
  const turn = asked;
  const { search, outcome, profile, offset } = query;
  const isRemoved = outcome === 'removed';
  let found;
  try {
    const wanted = { search, profile, offset, limit: PAGE };
    if (isRemoved) wanted.removed = 'true';
    else if (outcome) wanted.outcome = outcome;
    found = { body: await get('history', wanted) };
  } catch (problem) {
    found = { problem };
  }
  if (turn !== asked) return;
  // What was on the last page may have been removed.
  if (found.body?.entries?.length === 0 && offset > 0) {
    want({ offset: Math.max(0, offset - PAGE) });
    return;
  }
  page = found;
  redraw();
}

async function askSums() {
  try {
    sums = { body: await get('statistics') };
  } catch (problem) {
    sums = { problem };
  }
  redraw();
}

function want(change) {
  query = { ...query, offset: 0, ...change };
  ask();
  redraw();
}

const changed = () => { ask(); askSums(); };

export function view() {
  return [
    heading('History', exports()),
    h('section', { class: 'saved', key: 'sums', 'aria-label': 'Space saved' }, savings()),
    h('div', { class: 'filters', key: 'filters' },
      h('label', { class: 'search' }, h('span', { class: 'unseen' }, 'Search in the history'),
        h('input', { type: 'search', placeholder: 'Search by name', 'data-search': '',
          value: query.search, oninput: typed })),
      h('div', { class: 'choice', role: 'group', 'aria-label': 'Which entries' },
        OUTCOMES.map(([value, name]) => h('button', { type: 'button', key: value,
          'aria-pressed': String(query.outcome === value), onclick: () => want({ outcome: value }) },
        name)))),
    page.body ? list(page.body) : pending(page, ask),
  ];
}

function typed(event) {
  const search = event.target.value;
  clearTimeout(timer);
  timer = setTimeout(() => want({ search }), 250);
}

const exports = () => h('div', { class: 'buttons' },
  // The answer says that it is a file. Where the session has ended it is the page that asks for the
  // token, which must not be saved.
  h('a', { class: 'button', href: '/api/v1/history/export?format=csv' }, 'Export CSV'),
  h('a', { class: 'button', href: '/api/v1/history/export?format=jsonl' }, 'JSON'));

// MARK: Space saved

const savedOf = (sum) => (sum.sourceBytes ?? 0) - (sum.resultBytes ?? 0);

function savings() {
  const total = sums.body?.total;
  if (!total) return sums.problem ? null : pending(sums);
  const saved = savedOf(total);
  const share = total.sourceBytes > 0 ? Math.round((saved / total.sourceBytes) * 100) : 0;
  return [
    h('div', { class: 'saved-total' },
      h('h2', null, saved < 0 ? 'Grown' : 'Space saved'),
      h('p', { class: 'card-value' }, bytes(Math.abs(saved)),
        h('span', { class: 'card-unit' }, `${Math.abs(share)} %`)),
      h('p', { class: 'card-foot' }, `${count(total.done, 'film')}, ${duration(
        (total.filmMilliseconds ?? 0) / 1000)} long; ${bytes(total.sourceBytes)} became ${
        bytes(total.resultBytes)}`)),
    months(sums.body.months ?? []),
  ];
}

function months(all) {
  const shown = all.slice(0, 12).reverse();
  if (shown.length === 0) return null;
  const top = Math.max(...shown.map((month) => savedOf(month.sum)), 1);
  return h('div', { class: 'months' }, h('h2', null, 'By month'),
    h('ol', null, shown.map((month) => h('li', { key: month.name },
      h('span', { class: 'month-value' }, short(savedOf(month.sum))),
      h('span', { class: 'month-bar', 'aria-hidden': 'true',
        style: { '--share': String(Math.max(0, savedOf(month.sum)) / top) } }),
      h('span', { class: 'month-name' }, monthName(month.name))))));
}

const short = (size) => bytes(size).replace(/\.\d/, '');

function monthName(name) {
  const [year, month] = name.split('-').map(Number);
  return new Date(year, month - 1).toLocaleDateString('en', { month: 'short', year: '2-digit' });
}

// MARK: Entries

const COLUMNS = [
  { title: 'File', class: 'grow' }, { title: 'Came to', class: 'state-column' },
  { title: 'Ended', class: 'when' }, { title: 'Profile', class: 'mid' },
  { title: 'Size', class: 'size' }, { title: 'Actions', hidden: true, class: 'act' },
];

function list(body) {
  const entries = body.entries ?? [];
  const matching = body.matching ?? body.total ?? entries.length;
  if (entries.length === 0) return nothing(body);
  return h('section', { class: 'list', key: 'list' },
    table('Entries of the history', COLUMNS, entries.map(entryRow), { class: 'rows history' }),
    matching > PAGE && paging(body, matching, entries.length));
}

function nothing() {
  if (query.search || query.outcome || query.profile) {
    return empty('history', 'Nothing is found',
      button('Show all', () => want({ search: '', outcome: '', profile: '' })));
  }
  return empty('history', 'Nothing was finished yet', 'What is done, failed or cancelled stays here.');
}

function entryRow(entry) {
  const isRemoved = entry.isRemoved || query.outcome === 'removed';
  return row(entry.record ?? entry.id, [
    headCell(h('span', { class: 'film' }, film(entry))),
    cell('Came to', [badge(entry.outcome),
      entry.outcome === 'failed' && entry.reason && h('span', { class: 'why' }, seen(entry.reason))], 'state'),
    cell('Ended', h('time', { datetime: entry.ended }, moment(entry.ended))),
    cell('Profile', entry.profile ? plain(entry.profile) : '–', 'wrap'),
    cell('Size', sizes(entry), 'sizes'),
    cell('Actions', isRemoved
      ? button('Restore …', () => restoreEntry(entry, changed),
        { class: 'small', 'aria-label': `Restore ${filmName(entry)}` })
      : button('Encode again …', () => encodeAgain(entry, changed),
        { class: 'small', 'aria-label': `Encode again ${filmName(entry)}` }), 'act'),
  ]);
}

function sizes(entry) {
  const { sourceBytes: before, resultBytes: after } = entry;
  if (after === null || after === undefined) return bytes(before);
  const share = before > 0 ? after / before : 1;
  return [
    h('span', { class: 'size-text' }, `${bytes(before)} → ${bytes(after)}`),
    h('span', { class: 'size-bar', 'aria-hidden': 'true',
      style: { '--share': String(Math.min(1, share)) } }),
    h('span', { class: 'small-text' }, share <= 1 ? `${Math.round((1 - share) * 100)} % saved`
      : `${Math.round((share - 1) * 100)} % larger`),
  ];
}

function paging({ isMatchingAll = true }, matching, shown) {
  const { offset } = query;
  const go = (place) => () => {
    want({ offset: place });
    document.getElementById('title')?.focus();
  };
  return h('nav', { class: 'paging', 'aria-label': 'Pages of the history' },
    button('Newer', go(Math.max(0, offset - PAGE)), { disabled: offset === 0 }),
    h('span', null, `${(offset + 1).toLocaleString('en')} to ${(offset + shown).toLocaleString('en')}`
      + ` of ${isMatchingAll ? '' : 'at least '}${matching.toLocaleString('en')}`),
    button('Older', go(offset + PAGE), { disabled: isMatchingAll && offset + shown >= matching }));
}
