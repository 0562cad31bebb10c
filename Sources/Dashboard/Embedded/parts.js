// Pieces that several views are made of.
import { h } from './dom.js';
import { capital, percent, plain } from './text.js';

const ICONS = {
  queue: 'M4 6h12M4 10h12M4 14h7',
  nodes: 'M4 4h12v5H4zM4 11h12v5H4zM7 6.5h.01M7 13.5h.01',
  history: 'M10 5v5l3 2M4.2 8A6 6 0 1 1 4 10.6M4 4.5V8h3.5',
  profiles: 'M5 3.5h6.5L15 7v9.5H5zM11 3.5V7.5h4M7.5 11h5M7.5 13.5h3',
  health: 'M3 10.5h3.5L8.5 5l3 10 2-4.5H17',
  waiting: 'M10 5.5V10l3 2M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14',
  running: 'M7.5 5.5v9l7-4.5z',
  done: 'M5 10.5l3.5 3.5L15 6.5',
  failed: 'M10 5v6M10 14.2v.1',
  warning: 'M10 3.5l7 12.5H3zM10 8v4M10 14v.05',
  paused: 'M7.5 6v8M12.5 6v8',
  cancelled: 'M6 6l8 8M14 6l-8 8',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  film: 'M4 4.5h12v11H4zM7 4.5v11M13 4.5v11M4 10h12',
  again: 'M15.5 8.5A6 6 0 1 0 16 11M15.8 4.5v4h-4',
  folder: 'M3 5.5h5l1.5 2H17v8H3z',
  silent: 'M4 4l12 12M6.5 8.5a6 6 0 0 1 7 0M3.5 7a10 10 0 0 1 13 0M10 14h.01',
  draining: 'M10 4v9M6.5 9.5L10 13l3.5-3.5M5 16h10',
};

export const icon = (name, props) =>
  h('svg', { class: 'icon', viewBox: '0 0 20 20', 'aria-hidden': 'true', ...props },
    h('path', { d: ICONS[name] ?? ICONS.waiting }));

const LOOKS = {
  splitting: 'running', encoding: 'running', merging: 'running', publishing: 'running',
  running: 'running', live: 'done', ok: 'done', done: 'done', failed: 'failed', failure: 'failed',
  warning: 'warning', paused: 'paused', cancelling: 'cancelled', cancelled: 'cancelled',
  returned: 'again', takenBack: 'again', taken_back: 'again', draining: 'draining',
  silent: 'silent',
};

export const lookOf = (state) => LOOKS[state] ?? 'waiting';

/** A state as a word with its sign: never by its colour alone. */
export function badge(state, word = capital(state)) {
  const look = lookOf(state);
  return h('span', { class: `badge is-${look}` }, icon(look), word);
}

/** How much is done. */
export function meter(share, label, look = 'running') {
  const known = share !== null && share !== undefined;
  return h('div', { class: `meter is-${look}` },
    h('progress', {
      max: 1, value: known ? share : null, 'aria-label': label,
    }),
    h('span', { class: 'meter-number' }, known ? percent(share) : ''));
}

export const button = (text, onclick, props = {}) =>
  h('button', { type: 'button', ...props, onclick, class: `button ${props.class ?? ''}` }, text);

export const empty = (picture, title, ...lines) =>
  h('div', { class: 'empty' }, icon(picture), h('h2', null, title),
    lines.map((line) => h('p', null, line)));

export const notice = (look, title, text, action) =>
  h('div', { class: `notice is-${look}`, key: `notice ${title}` }, icon(look),
    h('div', { class: 'notice-text' }, h('strong', null, title), text && h('span', null, text)),
    action);

/** A heading of a view, with what belongs beside it. */
export const heading = (title, aside) =>
  h('div', { class: 'heading' }, h('h1', { tabindex: '-1', id: 'title' }, title), aside);

export const fact = (name, ...value) =>
  h('div', { class: 'fact' }, h('dt', null, name), h('dd', null, value));

/** Something that is being asked for, or could not be had. */
export function pending(asked, again) {
  if (asked.problem) {
    return h('div', { class: 'empty' }, icon('failed'), h('h2', null, 'That did not work'),
      h('p', null, plain(asked.problem.message)),
      asked.problem.hint && h('p', null, h('code', null, plain(asked.problem.hint))),
      again && button('Try again', again));
  }
  return h('p', { class: 'pending', 'aria-busy': 'true' }, 'One moment …');
}

// Tables become cards on a narrow window. By that some browsers forget what is a table, so it is
// said once more.
export const table = (label, columns, rows, props = {}) =>
  h('table', { role: 'table', ...props, 'aria-label': label },
    h('thead', { role: 'rowgroup' }, h('tr', { role: 'row' }, columns.map((column) =>
      h('th', { role: 'columnheader', scope: 'col', class: column.class },
        column.hidden ? h('span', { class: 'unseen' }, column.title) : column.title)))),
    h('tbody', { role: 'rowgroup' }, rows));

export const row = (key, cells, props = {}) => h('tr', { role: 'row', key, ...props }, cells);
export const cell = (label, content, className = '') =>
  h('td', { role: 'cell', class: className, 'data-label': label }, content);
export const headCell = (content, className = '') =>
  h('th', { role: 'rowheader', scope: 'row', class: className }, content);
