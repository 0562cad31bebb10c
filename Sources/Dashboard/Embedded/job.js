// One job: its slices by state and node, what was tried, and who worked on it when.
import { jobActions, jobMenu } from './actions.js';
import { get, jobPath } from './api.js';
import { h } from './dom.js';
import { gantt } from './gantt.js';
import {
  badge, button, cell, fact, headCell, heading, icon, lookOf, meter, notice, pending, row,
  table,
} from './parts.js';
import { store } from './store.js';
import { bytes, capital, clock, count, duration, film, filmName, moment, pathOf, plain, seen, speed }
  from './text.js';

export const title = 'Job';

const CELLS_MAX = 3000;
const ASK_EVERY = 2_000;
const ASK_AGAIN = 5_000;

let key;
let redraw = () => {};
let detail = {};
let logs = null;
let chosen = null;
let timer;

export function open([wanted], changed) {
  [key, redraw, detail, logs, chosen] = [wanted, changed, {}, null, null];
  ask();
}

export function leave() {
  clearTimeout(timer);
  key = undefined;
}

// The stream tells of a job, not of each of its slices.
async function ask() {
  const asked = key;
  clearTimeout(timer);
  const began = performance.now();
  let found;
  try {
    found = { body: await get(jobPath(asked)) };
  } catch (problem) {
    found = { ...detail, problem };
  }
  if (asked !== key) return;
  detail = found;
  redraw();
  // What costs the node much is asked for less often.
  const pause = Math.max(ASK_EVERY, 10 * (performance.now() - began));
  if (document.hidden || isGone()) return;
  timer = setTimeout(ask, found.problem ? ASK_AGAIN : pause);
}

/** Asks again when the page is looked at again, or what it shows has changed. */
export function refresh() {
  if (key && !isGone()) ask();
}

const isGone = () => detail.problem?.status === 404;

async function askLogs() {
  const asked = key;
  try {
    const found = { body: await get(`${jobPath(asked)}/logs`) };
    if (asked === key) logs = found;
  } catch (problem) {
    if (asked === key) logs = { problem };
  }
  redraw();
}

export function view(width) {
  const job = store.jobs.get(key) ?? detail.body?.job;
  if (!job?.path) {
    return [heading('Job'), isGone() ? gone() : pending(detail, ask)];
  }
  return [
    h('nav', { class: 'crumbs', 'aria-label': 'Where you are' },
      h('a', { href: '#/queue' }, 'Queue'), h('span', { 'aria-hidden': 'true' }, '/'), plain(job.id)),
    heading(film(job), actions(job)),
    isGone() && !store.jobs.has(key) && gone(),
    detail.problem && !isGone() && notice('warning', 'Slices are as they were last seen.',
      plain(detail.problem.message)),
    facts(job),
    (job.renditions ?? []).length > 0
      && h('section', { class: 'panel', key: 'renditions' }, renditions(job)),
    h('section', { class: 'panel', key: 'slices' }, slices(job)),
    chosen !== null && h('section', { class: 'panel', key: 'chosen', 'aria-live': 'off' }, chosenSlice()),
    h('section', { class: 'panel', key: 'time' }, timeLine(width)),
    h('section', { class: 'panel', key: 'logs' }, logPanel(job)),
  ];
}

function gone() {
  return h('div', { class: 'empty' }, icon('done'), h('h2', null, 'This job is not open any more'),
    h('p', null, 'It was finished or cancelled. ',
      h('a', { href: '#/history' }, 'See the history')));
}

function actions(job) {
  const first = jobActions(job)[0];
  return h('div', { class: 'buttons' },
    first && !first.isDangerous && button(first.title, first.act),
    h('button', { type: 'button', class: 'button', onclick: jobMenu(job),
      'aria-haspopup': 'true', 'aria-label': `More actions for ${filmName(job)}` },
    'More', icon('more')));
}

function facts(job) {
  return h('section', { class: 'panel', 'aria-label': 'This job', key: 'facts' },
    h('div', { class: 'job-state' }, badge(job.state),
      (job.waitsFor || job.failure) && h('span', { class: 'why' },
        seen(job.failure ? failureText(job.failure) : capital(job.waitsFor)))),
    meter(job.progress ?? null, `Progress of ${filmName(job)}`, lookOf(job.state)),
    h('dl', { class: 'facts' },
      fact('Speed', speed(job.speed)),
      fact('Time left', job.secondsLeft ? duration(job.secondsLeft) : '–'),
      fact('Size', bytes(job.bytes)),
      fact('Profile', job.profile
        ? h('a', { href: `#/profiles/${encodeURIComponent(pathOf(job))}` }, plain(job.profile)) : '–'),
      fact('Place', `${job.place} in the queue`),
      detail.body?.queued && fact('Queued', moment(detail.body.queued)),
      fact('Becomes', h('bdi', null, seen(pathOf(job, 'result'))))));
}

const failureText = (failure) =>
  `${capital(failure.reason)}${failure.tries > 0 ? ` (${count(failure.tries, 'try', 'tries')}`
    + `${failure.nodes.length > 0 ? ` on ${failure.nodes.join(', ')}` : ''})` : ''}`;

// MARK: Renditions

const RENDITION_COLUMNS = [{ title: 'Rendition' }, { title: 'Picture' }, { title: 'Slices' },
  { title: 'Running', class: 'number' }, { title: 'Frames/s', class: 'number' }];

function renditions(job) {
  return [
    h('h2', null, 'Renditions', h('span', { class: 'tally' }, String(job.renditions.length))),
    table(`Renditions of ${filmName(job)}`, RENDITION_COLUMNS, job.renditions.map((one) => {
      const { waiting = 0, running = 0, done = 0, failed = 0 } = one.slices;
      const total = waiting + running + done + failed;
      const label = `${plain(one.name)}: ${done} of ${total} slices`;
      return row(one.name, [
        headCell(plain(one.name)), cell('Picture', `${one.width} × ${one.height}`),
        cell('Slices', h('div', { class: 'rung', title: label },
          meter(total > 0 ? done / total : 0, label, failed > 0 ? 'failed' : 'running'),
          h('span', { class: 'small-text' }, `${done} of ${total}${job.isCut ? '' : '+'}`))),
        cell('Running', String(running), 'number'),
        cell('Frames/s', one.framesPerSecond > 0 ? one.framesPerSecond.toFixed(1) : '–', 'number'),
      ]);
    }), { class: 'rows small' }),
  ];
}

// MARK: Slices

/** `Slice 12`, or `Slice 12 in 720p` where each rendition is a task. */
const nameOf = (task) =>
  `Slice ${task.slice}${task.rendition ? ` in ${plain(task.rendition)}` : ''}`;

/** What is shown together: all slices, or those of each rendition. */
function groupsOf(list) {
  const groups = new Map();
  list.slice(0, CELLS_MAX).forEach((slice, index) => {
    const name = slice.rendition ?? '';
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name).push([slice, index]);
  });
  return [...groups];
}

const lastOf = (slice) => slice.attempts?.at(-1);

function lettersOf(list) {
  const names = [...new Set(list.flatMap((slice) =>
    (slice.attempts ?? []).map((attempt) => attempt.node)).filter(Boolean))].sort();
  return new Map(names.map((name, index) => [name, index < 26 ? String.fromCharCode(65 + index)
    : String(index + 1)]));
}

function slices(job) {
  const list = detail.body?.slices ?? [];
  const letters = lettersOf(list);
  const running = new Map((job.running ?? []).filter((task) => task.slice !== undefined)
    .map((task) => [task.task, task]));
  return [
    h('h2', null, 'Slices', list.length > 0 && h('span', { class: 'tally' },
      `${list.length}${job.isCut ? '' : '+'}`)),
    list.length === 0
      ? h('p', { class: 'pending' }, detail.body ? 'None is cut yet.' : 'One moment …')
      : groupsOf(list).map(([name, members]) => h('div', { class: 'rung-slices', key: name },
        name && h('h3', null, plain(name)),
        h('div', { class: 'grid', role: 'group', onkeydown: walk,
          'aria-label': `Slices${name ? ` in ${plain(name)}` : ''}; arrow keys move, Enter shows one` },
        members.map(([slice, index], place) =>
          sliceCell(slice, index, running.get(slice.task), letters, place === 0))))),
    list.length > CELLS_MAX && h('p', { class: 'pending' }, `The first ${CELLS_MAX} are shown.`),
    list.length > 0 && h('ul', { class: 'legend' },
      ['waiting', 'running', 'done', 'failed'].map((state) =>
        h('li', null, h('span', { class: `cell is-${state}`, 'aria-hidden': 'true' },
          state === 'failed' ? '!' : ''), capital(state))),
      [...letters].map(([name, letter]) => h('li', { key: name },
        h('span', { class: 'letter' }, letter), plain(name)))),
  ];
}

function sliceCell(slice, index, task, letters, isFirst) {
  const last = lastOf(slice);
  const node = task?.node ?? slice.node ?? last?.node;
  const state = task ? 'running' : slice.state;
  const tries = slice.attempts?.length ?? 0;
  const share = state === 'running' ? task?.progress ?? 0 : null;
  const label = `${nameOf(slice)}, ${state}${node && state !== 'waiting' ? ` on ${plain(node)}` : ''}`
    + `${share !== null ? `, ${Math.floor(share * 100)} %` : ''}${tries > 1 ? `, ${tries} tries` : ''}`;
  return h('button', {
    type: 'button', key: slice.task, class: `cell is-${state}${tries > 1 ? ' again' : ''}`,
    'aria-label': label, title: label, tabindex: index === chosen || isFirst ? '0' : '-1',
    'aria-pressed': String(chosen === index), style: { '--share': String(share ?? 0) },
    onclick: () => { chosen = chosen === index ? null : index; if (!logs) askLogs(); redraw(); },
  }, state === 'failed' ? '!' : state === 'waiting' ? '' : letters.get(node) ?? '');
}

function walk(event) {
  const cells = [...event.currentTarget.querySelectorAll('button')];
  const place = cells.indexOf(document.activeElement);
  if (place < 0) return;
  const top = cells[0].offsetTop;
  const columns = Math.max(1, cells.findIndex((one) => one.offsetTop > top));
  const by = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns,
    Home: -place, End: cells.length - 1 - place }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  const next = cells[Math.min(cells.length - 1, Math.max(0, place + by))];
  cells[place].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

function chosenSlice() {
  const slice = detail.body?.slices?.[chosen];
  if (!slice) return null;
  const attempts = slice.attempts ?? [];
  const columns = [{ title: 'Try' }, { title: 'Node' }, { title: 'Came to' }, { title: 'Began' },
    { title: 'Took', class: 'number' }, { title: 'Frames/s', class: 'number' },
    { title: 'Size', class: 'number' }, { title: 'Why', class: 'grow' }];
  return [
    h('h2', null, nameOf(slice)),
    attempts.length === 0 ? h('p', { class: 'pending' }, 'Nobody tried it yet.')
      : table(`Tries of ${nameOf(slice)}`, columns, attempts.map((attempt) =>
        row(`${attempt.generation} ${attempt.node}`, [
          headCell(String(attempt.generation + 1)), cell('Node', plain(attempt.node)),
          cell('Came to', badge(attempt.outcome, wordOf(attempt))),
          cell('Began', attempt.began ? clock(attempt.began, true) : '–'),
          cell('Took', attempt.seconds ? duration(attempt.seconds) : '–', 'number'),
          cell('Frames/s', attempt.fps ? attempt.fps.toFixed(1) : '–', 'number'),
          cell('Size', attempt.bytes ? bytes(attempt.bytes) : '–', 'number'),
          cell('Why', attempt.reason ? seen(attempt.reason) : '–', 'wrap'),
        ])), { class: 'rows small' }),
  ];
}

const BLAMES = { died: 'Its program died', hung: 'It hung', nodeLost: 'Its node was lost',
  badPart: 'Its part was bad' };
const wordOf = ({ outcome, blame }) =>
  BLAMES[blame] ?? (outcome === 'returned' ? 'Handed back' : capital(outcome));

// MARK: Time and logs

function timeLine(width) {
  const work = [...(detail.body?.slices ?? []), ...(detail.body?.tasks ?? [])];
  // Of a try that came to nothing only its end may be known.
  const bars = work.flatMap((piece) => (piece.attempts ?? [])
    .filter((one) => one.began ?? one.ended).map((one) => ({
      key: `${piece.task} ${one.generation} ${one.holder}`,
      node: one.node, label: piece.slice === undefined ? plain(piece.task) : String(piece.slice),
      title: piece.slice === undefined ? capital(plain(piece.task)) : nameOf(piece),
      began: Date.parse(one.began ?? one.ended), ended: one.ended ? Date.parse(one.ended) : null,
      outcome: one.outcome ?? 'running',
    })));
  const head = h('h2', null, 'Who worked when');
  if (bars.length === 0) return [head, h('p', { class: 'pending' }, 'Nobody worked on it yet.')];
  const from = Math.min(...bars.map((bar) => bar.began));
  const isRunning = bars.some((bar) => bar.ended === null);
  const to = isRunning ? Date.now() : Math.max(...bars.map((bar) => bar.ended));
  return [head, gantt({ id: 'job', label: 'Work on this job by node', bars,
    span: [from, Math.max(to, from + 5_000)], width: width - 40 })];
}

function logPanel(job) {
  const head = h('h2', null, 'Log');
  if (!logs) return [head, button('Show what the tries said', askLogs)];
  if (!logs.body) return [head, pending(logs, askLogs)];
  const all = logs.body.attempts ?? [];
  const slice = detail.body?.slices?.[chosen];
  const shown = (slice ? all.filter((log) => log.task === slice.task) : all).slice(-20);
  return [
    h('div', { class: 'panel-head' }, head, button('Ask again', askLogs, { class: 'small' })),
    shown.length === 0 && h('p', { class: 'pending' }, slice
      ? `No try of ${nameOf(slice)} has ended yet.`
      : `No try of ${filmName(job)} has ended yet.`),
    shown.map((log) => h('div', { class: 'log', key: `${log.task} ${log.generation} ${log.holder}` },
      h('p', { class: 'log-head' }, badge(log.outcome, wordOf(log)),
        ` ${plain(log.task)}, try ${log.generation + 1} on ${plain(log.node)}`,
        log.reason && [': ', seen(log.reason)]),
      (log.lines ?? []).length > 0 && h('pre', { tabindex: '0',
        'aria-label': `Log of ${plain(log.task)}` },
      log.lines.map((text) => [seen(text), '\n'])))),
  ];
}
