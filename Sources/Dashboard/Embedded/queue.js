// The first view: how everything is, and every open job with why it waits.
import { jobMenu, resumeCluster, retryFailed } from './actions.js';
import { get } from './api.js';
import { h } from './dom.js';
import {
  badge, button, cell, empty, headCell, heading, icon, lookOf, meter, notice, pending, row, table,
} from './parts.js';
import { jobsInOrder, store } from './store.js';
import { bytes, capital, duration, film, filmName, moment, pathOf, plain, seen, speed } from './text.js';

export const title = 'Queue';

const PAGE = 100;
const ASK_EVERY = 5_000;

let search = '';
/** A page of all jobs, asked for where the node told of some only; null while that is enough. */
let paged = null;
let asked = 0;
let timer;
let redraw = () => {};

export function open(_, changed) {
  redraw = changed;
  [paged, search] = [null, ''];
}

export function leave() {
  clearTimeout(timer);
  asked += 1;
}

const areAllKnown = () => store.jobsTotal <= store.jobs.size;

function searched(event) {
  search = event.target.value;
  if (!areAllKnown()) ask(0, search ? 300 : 0);
  redraw();
}

// What is beyond the window of the stream is asked for again and again while it is shown.
function ask(offset, wait = 0) {
  clearTimeout(timer);
  asked += 1;
  const turn = asked;
  paged = { ...paged, offset };
  timer = setTimeout(async () => {
    let found;
    try {
      found = { body: await get('jobs', { path: pattern(), offset, limit: PAGE }) };
    } catch (problem) {
      found = { ...paged, problem };
    }
    if (turn !== asked) return;
    paged = { ...found, offset };
    redraw();
    if (!document.hidden) ask(offset, ASK_EVERY);
  }, wait);
}

export const refresh = () => { if (paged) ask(paged.offset); };

const pattern = () => search.trim();

export function view() {
  const { state } = store;
  const jobs = jobsInOrder();
  return [
    heading('Queue', jobs.length > 8 && h('label', { class: 'search' },
      h('span', { class: 'unseen' }, 'Search in the queue'),
      h('input', { type: 'search', placeholder: 'Search', value: search, 'data-search': '',
        oninput: searched }))),
    notices(state),
    cards(state, jobs),
    paged ? pageOfAll() : jobs.length === 0 ? nothing(state) : lists(jobs),
    arriving(state),
  ];
}

// MARK: What somebody should know

function notices(state) {
  const live = store.nodes.filter((node) => node.state !== 'silent');
  return h('div', { class: 'notices' },
    state.isPaused && notice('paused', 'The cluster is paused.', pausedText(state.pause),
      button('Resume', resumeCluster)),
    !state.coordinator && notice('failed', 'There is no coordinator.',
      'Nothing new is taken in until a node becomes it, which takes some seconds.'),
    state.coordinator?.isSilent && notice('failed',
      `The coordinator ${plain(state.coordinator.node)} is silent.`, 'Another node takes over.'),
    live.length === 0 && store.nodes.length > 0
      && notice('failed', 'No node is live.', h('code', null, 'reelmill up')),
    (state.troubles ?? []).slice(0, 3).map((text) => notice('paused', 'Trouble:', plain(text))));
}

function pausedText(pause) {
  if (!pause) return 'No slice begins.';
  return `By ${plain(pause.by)}, ${moment(pause.since)}${pause.reason ? `: ${plain(pause.reason)}` : '.'}`;
}

// MARK: Sums

function cards(state, jobs) {
  const counts = state.counts ?? {};
  const busy = ['splitting', 'encoding', 'merging', 'publishing']
    .reduce((sum, name) => sum + (counts[name] ?? 0), 0);
  const slices = state.slices ?? {};
  const waiting = counts.waiting ?? 0;
  const rest = [waiting && `${waiting} waiting`, counts.paused && `${counts.paused} paused`,
    counts.failed && `${counts.failed} failed`].filter(Boolean).join(' · ');
  return h('section', { class: 'cards', 'aria-label': 'Sums' },
    card('Jobs', `${busy}`, 'being worked on',
      rest || (busy > 0 ? 'none waits' : 'none is open')),
    card('Slices', `${slices.running ?? 0}`, 'running', sliceBar(slices)),
    card('Speed', speed(state.speed), state.speed > 0 && 'real time', sparkline()),
    card('Time left', state.secondsLeft ? duration(state.secondsLeft) : '–',
      '', jobs.length > 0 ? 'for what has begun' : 'nothing to do'),
    state.savedBytes !== undefined && state.savedBytes !== null
      && card('Saved', bytes(state.savedBytes), '', savedText(state)));
}

const card = (name, value, unit, foot) =>
  h('div', { class: 'card', key: name }, h('h2', null, name),
    h('p', { class: 'card-value' }, value, unit && h('span', { class: 'card-unit' }, unit)),
    h('div', { class: 'card-foot' }, foot));

function savedText(state) {
  const share = state.savedOfBytes > 0 ? state.savedBytes / state.savedOfBytes : null;
  return share === null ? 'this month' : `${Math.round(share * 100)} % of this month’s films`;
}

function sliceBar({ waiting = 0, running = 0, done = 0, failed = 0 }) {
  const total = waiting + running + done + failed;
  if (total === 0) return 'none waits';
  const part = (name, number) => number > 0 && h('span', { class: `part is-${name}`, key: name,
    style: { 'flex-grow': String(number) } });
  return [
    h('div', { class: 'stack', 'aria-hidden': 'true' },
      part('done', done), part('running', running), part('failed', failed), part('waiting', waiting)),
    `${done.toLocaleString('en')} of ${total.toLocaleString('en')} done`
      + (failed > 0 ? `, ${failed} failed` : ''),
  ];
}

function sparkline() {
  const found = store.speeds;
  if (found.length < 3) return h('span', null, 'over all nodes');
  const top = Math.max(...found.map((one) => one.speed), 0.1);
  const [first, last] = [found[0].at, found.at(-1).at];
  const points = found.map((one) => {
    const x = ((one.at - first) / Math.max(1, last - first)) * 120;
    return `${x.toFixed(1)},${(23 - (one.speed / top) * 21).toFixed(1)}`;
  });
  return h('svg', { class: 'spark', viewBox: '0 0 120 24', preserveAspectRatio: 'none',
    role: 'img', 'aria-label': `Speed over the last ${duration((last - first) / 1000)}` },
  h('polyline', { points: points.join(' '), 'vector-effect': 'non-scaling-stroke' }));
}

// MARK: Jobs

function lists(jobs) {
  const wanted = search.trim().toLowerCase();
  const all = jobs.filter((job) => !wanted || pathOf(job).toLowerCase().includes(wanted));
  const failed = all.filter((job) => job.state === 'failed');
  const working = all.filter((job) => !job.waitsFor && job.state !== 'failed');
  const waiting = all.filter((job) => job.waitsFor && job.state !== 'failed');
  return [
    section('Needs you', failed, 'failed', true),
    section('Working', working, 'working', failed.length === 0),
    section('Waiting', waiting, 'waiting', failed.length + working.length === 0),
    all.length === 0 && h('p', { class: 'pending' }, 'No open job has ', seen(search.trim()),
      ' in its name.'),
    !areAllKnown() && h('p', { class: 'more' }, button(
      `Show all ${store.jobsTotal.toLocaleString('en')} jobs`, () => ask(0))),
  ];
}

function pageOfAll() {
  const { body, problem, offset } = paged;
  const back = button('Back to what matters', () => {
    leave();
    [paged, search] = [null, ''];
    redraw();
  }, { class: 'small' });
  if (!body) return problem ? [pending(paged, () => ask(offset)), back] : pending({});
  // What the stream has told since is newer.
  const rows = body.jobs.map((job) => store.jobs.get(job.key) ?? job);
  return [
    problem && notice('warning', 'As it was last seen.', plain(problem.message)),
    rows.length > 0 ? section('All jobs', rows, 'all', true)
      : h('p', { class: 'pending' }, 'No open job is here.'),
    h('nav', { class: 'paging', 'aria-label': 'Pages of the queue' },
      button('Before', () => ask(Math.max(0, offset - PAGE)), { disabled: offset === 0 }),
      h('span', null, `${(offset + Math.min(1, rows.length)).toLocaleString('en')} to ${
        (offset + rows.length).toLocaleString('en')} of ${body.total.toLocaleString('en')}`),
      button('Next', () => ask(offset + PAGE), { disabled: offset + rows.length >= body.total }),
      back),
  ];
}

const COLUMNS = [
  { title: 'File', class: 'grow' }, { title: 'State', class: 'wide' },
  { title: 'Progress', class: 'mid' }, { title: 'Speed', class: 'number narrow' },
  { title: 'Time left', class: 'number narrow' }, { title: 'Actions', hidden: true, class: 'tool' },
];

function section(name, jobs, kind, hasHead) {
  if (jobs.length === 0) return null;
  return h('section', { class: 'list', key: `list ${kind}` },
    h('h2', { class: 'list-title' }, name, h('span', { class: 'tally' }, String(jobs.length))),
    table(name, COLUMNS, jobs.map(jobRow), { class: hasHead ? 'rows jobs' : 'rows jobs no-head' }));
}

function jobRow(job) {
  const name = filmName(job);
  return row(job.key, [
    headCell(h('a', { href: `#/jobs/${encodeURIComponent(job.key)}`, class: 'film' }, film(job))),
    cell('State', [badge(job.state), why(job)], 'state'),
    cell('Progress', [
      (job.progress > 0 || !job.waitsFor)
        && meter(job.progress ?? null, `Progress of ${name}`, lookOf(job.state)),
      h('span', { class: 'small-text' }, slicesOf(job)),
    ], 'progress'),
    number('Speed', job.speed > 0 && speed(job.speed)),
    number('Time left', job.secondsLeft && duration(job.secondsLeft)),
    cell('Actions', h('button', {
      type: 'button', class: 'more-button', 'aria-label': `Actions for ${name}`,
      'aria-haspopup': 'true', onclick: jobMenu(job),
    }, icon('more')), 'tool'),
  ], { class: `is-${lookOf(job.state)}` });
}

const number = (name, value) => cell(name, value || '–', value ? 'number' : 'number none');

function why(job) {
  if (job.failure) {
    return [h('span', { class: 'why' }, seen(job.failure.reason)),
      button('Retry', () => retryFailed(job), { class: 'small',
        'aria-label': `Retry ${filmName(job)}` })];
  }
  if (job.waitsFor) return h('span', { class: 'why' }, seen(capital(job.waitsFor)));
  const nodes = [...new Set((job.running ?? []).map((task) => plain(task.node)))];
  return nodes.length > 0 && h('span', { class: 'why' },
    nodes.length > 3 ? `on ${nodes.length} nodes` : `on ${nodes.join(', ')}`);
}

function slicesOf(job) {
  const { waiting = 0, running = 0, done = 0, failed = 0 } = job.slices ?? {};
  const total = waiting + running + done + failed;
  if (total === 0) return bytes(job.bytes);
  return `${done} of ${total}${job.isCut ? '' : '+'} slices`;
}

// MARK: Nothing, and what comes

function nothing(state) {
  const place = state.input ? plain(state.input) : 'the input folder';
  return empty('film', 'Nothing to do',
    h('span', null, 'Drop a film into ', h('code', null, place), ', and it appears here.'),
    h('span', null, 'Not taken in? ', h('a', { href: '#/health' }, 'Health'), ' says why.'));
}

function arriving(state) {
  const found = state.watch?.sightings ?? [];
  if (found.length === 0) return null;
  return h('section', { class: 'list', key: 'arriving' },
    h('h2', { class: 'list-title' }, 'Not taken in yet', h('span', { class: 'tally' },
      String(found.length))),
    table('Files that are not taken in yet',
      [{ title: 'File', class: 'grow' }, { title: 'Why', class: 'grow' }],
      found.map((file) => row(file.path, [
        headCell(h('span', { class: 'film' }, film(file))),
        cell('Why', seen(capital(file.text)), 'wrap'),
      ])), { class: 'rows arriving' }));
}
