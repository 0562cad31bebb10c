// The page: which view is shown, the link to the node, signing in, and keys.
import { pauseCluster, resumeCluster, showKeys } from './actions.js';
import { change, whenSignedOut } from './api.js';
import { announce } from './dialogs.js';
import { h, render } from './dom.js';
import * as health from './health.js';
import * as history from './history.js';
import * as job from './job.js';
import { link, listen, stopListening, wake } from './live.js';
import * as nodes from './nodes.js';
import { button, icon } from './parts.js';
import * as profiles from './profiles.js';
import * as queue from './queue.js';
import { store } from './store.js';
import { clock, count, filmName, plain } from './text.js';

const VIEWS = { queue, jobs: job, nodes, history, profiles, health };
const TABS = ['queue', 'nodes', 'history', 'profiles', 'health'];
const main = document.getElementById('main');
const bar = document.getElementById('bar');

let current = null;
let route = '';
let isSignedOut = false;
let signInProblem = '';

// MARK: Drawing

const DRAW_EVERY = 250;
let drawn = -DRAW_EVERY;
let isDue = false;

/** Draws soon: whatever came in by then is drawn together. */
function redraw() {
  if (isDue) return;
  isDue = true;
  const wait = Math.max(0, drawn + DRAW_EVERY - performance.now());
  setTimeout(() => requestAnimationFrame(draw), wait);
}

function drawNow() {
  isDue = true;
  draw();
}

function draw() {
  if (!isDue) return;
  isDue = false;
  drawn = performance.now();
  render(bar, top());
  if (isSignedOut) return render(main, signIn());
  if (!store.state) return render(main, beginning());
  render(main, [h('div', { class: 'view', key: route }, current.view(main.clientWidth))]);
  narrate();
  return undefined;
}

function beginning() {
  const { problem } = link;
  return problem
    ? apology(problem.status ? 'Not yet' : 'The node does not answer',
      problem.status ? plain(problem.message) : 'Is it running?', problem.hint)
    : [h('p', { class: 'pending', key: 'beginning', 'aria-busy': 'true' }, 'One moment …')];
}

const apology = (title, text, hint) => [h('div', { class: 'empty', key: title }, icon('silent'),
  h('h1', null, title), h('p', null, text), hint && h('p', null, h('code', null, plain(hint))),
  h('p', null, 'This page goes on by itself as soon as it can.'))];

function top() {
  return [
    h('a', { class: 'brand', href: '#/queue', 'aria-label': 'Reelmill, queue' },
      h('svg', { class: 'mark', viewBox: '0 0 32 32', 'aria-hidden': 'true' },
        h('circle', { cx: 16, cy: 16, r: 13 }),
        [0, 72, 144, 216, 288].map((turn) => h('circle', { class: 'hole', cx: 16, cy: 8.4, r: 2.9,
          transform: `rotate(${turn} 16 16)` })),
        h('circle', { class: 'hole', cx: 16, cy: 16, r: 2 })),
      h('span', null, 'Reelmill')),
    h('nav', { class: 'tabs', 'aria-label': 'Views' }, TABS.map((name) => h('a', {
      key: name, href: `#/${name}`,
      'aria-current': VIEWS[name] === current || (name === 'queue' && current === job)
        ? 'page' : null,
    }, icon(name), h('span', null, VIEWS[name].title)))),
    h('div', { class: 'bar-end' }, linkSign(), pauseButton(), signOutButton(),
      h('button', { type: 'button', class: 'help', 'aria-label': 'Keys', onclick: help }, '?')),
  ];
}

const PHASES = { connecting: ['waiting', 'Connecting'], live: ['live', 'Live'],
  polling: ['live', 'Live, every 5 s'], reconnecting: ['waiting', 'Reconnecting'],
  resting: ['resting', 'Resting'], 'signed-out': ['resting', 'Signed out'] };

// The node answers, and what it says is old: it cannot read the spool.
const isOld = () => Boolean(store.state?.isStale) && ['live', 'polling'].includes(link.phase);

function linkSign() {
  const since = isOld() ? Date.parse(store.state.asOf) : link.heard;
  const [look, text] = (!isOld() && PHASES[link.phase])
    || ['stale', since ? `Stale since ${clock(since, true)}` : 'No answer'];
  return h('span', { class: `link is-${look}`, id: 'link' }, h('i', { 'aria-hidden': 'true' }), text);
}

function pauseButton() {
  if (!store.state || isSignedOut) return null;
  return store.state.isPaused ? button('Resume', resumeCluster, { class: 'quiet', key: 'pause' })
    : button('Pause', () => pauseCluster(store.state), { class: 'quiet', key: 'pause' });
}

function signOutButton() {
  if (isSignedOut || localStorage.getItem('session') !== 'yes') return null;
  return button('Sign out', async () => {
    await change('DELETE', 'session').catch(() => {});
    localStorage.removeItem('session');
    location.reload();
  }, { class: 'quiet', key: 'sign-out' });
}

// MARK: Views

function go() {
  const wanted = location.hash.replace(/^#\/?/, '');
  if (location.hash === '#main') return;
  const [name, ...rest] = wanted.split('/');
  const view = VIEWS[name] ?? queue;
  const isFirst = current === null;
  current?.leave?.();
  [current, route] = [view, wanted || 'queue'];
  view.open(rest.map(decoded), redraw);
  document.title = view === queue ? 'Reelmill' : `${view.title} · Reelmill`;
  drawNow();
  if (isFirst) return;
  scrollTo(0, 0);
  // Whoever listens or uses keys begins at the top of what is new.
  document.getElementById('title')?.focus({ preventScroll: true });
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

// MARK: Signing in

function signIn() {
  return [h('form', { class: 'sign-in', key: 'sign-in', onsubmit: submitToken },
    h('h1', { id: 'title', tabindex: '-1' }, 'Sign in'),
    h('p', null, 'This node asks for its token. It is in the file that its setting ',
      h('code', null, 'token-file'), ' names.'),
    h('label', null, h('span', null, 'Token'),
      h('input', { type: 'password', name: 'token', autocomplete: 'current-password',
        required: true, made: (node) => node.focus() })),
    h('p', { class: 'dialog-problem', role: 'alert', hidden: !signInProblem }, signInProblem),
    h('button', { class: 'button primary' }, 'Sign in'))];
}

async function submitToken(event) {
  event.preventDefault();
  const token = new FormData(event.target).get('token').trim();
  try {
    await change('POST', 'session', { token });
    [isSignedOut, signInProblem] = [false, ''];
    localStorage.setItem('session', 'yes');
    link.phase = 'connecting';
    wake();
    go();
  } catch (problem) {
    signInProblem = problem.status === 401 ? 'That is not the token of this node.'
      : plain(problem.message);
    drawNow();
  }
}

whenSignedOut(() => {
  if (isSignedOut) return;
  isSignedOut = true;
  current?.leave?.();
  stopListening();
  drawNow();
});

// MARK: For those who listen

let told = { phase: 'connecting', failed: null, paused: null, isOld: false };

function narrate() {
  const { state } = store;
  const news = store.news.splice(0);
  const failed = state.counts?.failed ?? 0;
  if (told.failed !== null) {
    if (failed > told.failed) announce(`${count(failed, 'job')} failed`);
    if (state.isPaused !== told.paused) {
      announce(state.isPaused ? 'The cluster is paused' : 'The cluster goes on');
    }
    for (const event of news) {
      if (event.type === 'job.published') {
        announce(`Done: ${event.path ? filmName(event) : 'a job'}`);
      }
    }
  }
  const words = { reconnecting: 'Reconnecting', stale: 'The connection is lost', live: 'Live again' };
  if (link.phase !== told.phase && told.phase !== 'connecting' && told.phase !== 'resting'
    && words[link.phase]) announce(words[link.phase]);
  if (isOld() && !told.isOld) announce('The spool cannot be read: what is shown is old');
  told = { phase: link.phase, failed, paused: state.isPaused, isOld: isOld() };
}

// MARK: Keys

const KEYS = [['?', 'Show these keys'], ['g q', 'Queue'], ['g n', 'Nodes'], ['g h', 'History'],
  ['g p', 'Profiles'], ['g d', 'Health'], ['/', 'Search'], ['j', 'Next row'], ['k', 'Row before'],
  ['a', 'Actions of the row'], ['p', 'Pause or resume all'], ['Esc', 'Close what is open']];
const PLACES = { q: 'queue', n: 'nodes', h: 'history', p: 'profiles', d: 'health' };

let areKeysOn = localStorage.getItem('keys') !== 'off';
let prefix = 0;

const help = () => showKeys(KEYS, areKeysOn, (isOn) => {
  areKeysOn = isOn;
  localStorage.setItem('keys', isOn ? 'on' : 'off');
});

function pressed(event) {
  const isElsewhere = event.ctrlKey || event.metaKey || event.altKey || isSignedOut
    || event.target.closest('input, textarea, select, dialog, [popover]');
  if (isElsewhere || (!areKeysOn && event.key !== '?')) return;
  const follows = performance.now() - prefix < 1_500;
  prefix = 0;
  if (follows && PLACES[event.key]) location.hash = `#/${PLACES[event.key]}`;
  else if (event.key === 'g') prefix = performance.now();
  else if (event.key === '?') help();
  else if (event.key === '/') document.querySelector('[data-search]')?.focus();
  else if (event.key === 'j' || event.key === 'k') stepRow(event.key === 'j' ? 1 : -1);
  else if (event.key === 'a') rowOf(document.activeElement)?.querySelector('.more-button')?.click();
  else if (event.key === 'p' && store.state) {
    if (store.state.isPaused) resumeCluster();
    else pauseCluster(store.state);
  } else return;
  event.preventDefault();
}

const rowOf = (node) => node?.closest?.('tbody tr');

function stepRow(by) {
  const rows = [...main.querySelectorAll('table.rows tbody tr')]
    .filter((one) => one.querySelector('a, button'));
  const place = rows.indexOf(rowOf(document.activeElement));
  const next = rows[place < 0 ? (by > 0 ? 0 : rows.length - 1) : place + by];
  next?.querySelector('a, button')?.focus();
}

document.addEventListener('keydown', pressed);
document.querySelector('.skip').addEventListener('click', (event) => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', go);
addEventListener('resize', redraw);
setInterval(() => { if (!document.hidden && current === nodes) redraw(); }, 5_000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) current?.refresh?.(); });

go();
listen(redraw);
