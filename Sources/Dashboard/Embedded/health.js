// Whether all is well: the doctor's findings with what mends them, the watch, and what happened.
import { get } from './api.js';
import { h } from './dom.js';
import { badge, button, cell, fact, headCell, heading, icon, pending, row, table } from './parts.js';
import { store, takeEvents } from './store.js';
import { capital, clock, count, duration, film, filmName, moment, plain, seen } from './text.js';

export const title = 'Health';

let doctor = {};
let scan = {};
let redraw = () => {};
let isAsking = false;

export function open(_, changed) {
  redraw = changed;
  ask();
  get('scan').then((body) => { scan = { body }; }, (problem) => { scan = { problem }; })
    .then(changed);
  get('events/list', { limit: 200 }).then((body) => takeEvents(body.events ?? []))
    .catch(() => {}).then(changed);
}

async function ask() {
  isAsking = true;
  redraw();
  try {
    doctor = { body: await get('doctor') };
  } catch (problem) {
    doctor = { problem };
  }
  isAsking = false;
  redraw();
}

export function view() {
  return [
    heading('Health', button(isAsking ? 'Looking …' : 'Look again', ask,
      { 'aria-disabled': String(isAsking) })),
    h('section', { class: 'panel', key: 'doctor' }, findings()),
    h('section', { class: 'panel', key: 'cluster' }, h('h2', null, 'Cluster'), cluster()),
    h('section', { class: 'panel', key: 'watch' }, h('h2', null, 'Watch'), watch()),
    h('section', { class: 'panel', key: 'events' }, h('h2', null, 'What happened'), events()),
  ];
}

// MARK: Findings

const ORDER = { failure: 0, warning: 1, ok: 2 };
const NAMES = { failure: 'Wrong', warning: 'Not ideal', ok: 'Good' };

function findings() {
  if (!doctor.body) return pending(doctor, ask);
  const { findings: all = [] } = doctor.body;
  const tally = (outcome) => all.filter((one) => one.outcome === outcome).length;
  const [failures, warnings] = [tally('failure'), tally('warning')];
  const verdict = failures > 0 ? `${count(failures, 'thing')} ${failures === 1 ? 'is' : 'are'} wrong`
    : warnings > 0 ? `It works; ${count(warnings, 'thing')} could be better` : 'All is well';
  const look = failures > 0 ? 'failed' : warnings > 0 ? 'warning' : 'done';
  return [
    h('div', { class: `verdict is-${look}` }, icon(look), h('h2', null, verdict)),
    h('ul', { class: 'findings' },
      [...all].sort((left, right) => ORDER[left.outcome] - ORDER[right.outcome])
        .map((one, index) => h('li', { class: `finding is-${one.outcome}`, key: index },
          badge(one.outcome, NAMES[one.outcome]),
          h('div', null, h('strong', null, capital(plain(one.subject))),
            told(one.text),
            one.fix && h('p', { class: 'fix' }, 'To mend it: ', h('code', null, seen(one.fix))))))),
  ];
}

// Several lines show a place in a file, with a mark below it.
function told(text) {
  const lines = String(text).split('\n');
  return lines.length === 1 ? h('p', null, seen(text))
    : h('p', { class: 'said' }, lines.flatMap((line, index) => [index > 0 && '\n', seen(line)]));
}

// MARK: Cluster

function cluster() {
  const { version, coordinator, node, upSince, spool } = store.state;
  return h('dl', { class: 'facts' },
    fact('Coordinator', coordinator ? plain(coordinator.node) : 'none'),
    node && fact('This page is from', plain(node)),
    upSince && fact('Up since', moment(upSince)),
    fact('Version', plain(version)), fact('Spool', plain(spool)));
}

// MARK: Watch

function watch() {
  const found = store.state?.watch ?? scan.body?.scan;
  if (!found) return h('p', { class: 'pending' }, 'The input was not looked at yet.');
  const files = Object.entries(found.files ?? found.counts ?? {}).filter(([, number]) => number > 0);
  const sightings = scan.body?.scan?.sightings ?? found.sightings ?? [];
  const seconds = found.scanSeconds ?? (found.durationMilliseconds ?? 0) / 1000;
  return [
    h('dl', { class: 'facts' },
      fact('How', `${capital(plain(found.mode))}: ${plain(found.modeReason)}`),
      fact('Last look', `${moment(found.lastScan)}, took ${seconds < 1
        ? `${Math.round(seconds * 1000)} ms` : duration(seconds)}`),
      fact('Files', files.length === 0 ? 'none'
        : files.map(([name, number]) => `${number} ${plain(name)}`).join(', '))),
    sightings.length > 0 && table('Files that need something or await something',
      [{ title: 'File', class: 'grow' }, { title: 'Why it is no job', class: 'grow' }],
      sightings.map((file) => row(file.path, [
        headCell(h('span', { class: 'film' }, film(file))),
        cell('Why', seen(capital(file.text)), 'wrap'),
      ])), { class: 'rows small' }),
  ];
}

// MARK: Events

const SAYS = {
  'job.queued': 'was queued', 'job.split': 'is cut', 'job.merging': 'is being joined',
  'job.published': 'is done', 'job.failed': 'failed', 'job.cancelled': 'was cancelled',
  'job.retried': 'is tried again', 'job.closed': 'was put away',
};
const QUIET = /^(slice|task)\.(claimed|done)$/;

function events() {
  const shown = store.events.filter((event) => !QUIET.test(event.type)).slice(-60).reverse();
  if (shown.length === 0) return h('p', { class: 'pending' }, 'Nothing was told yet.');
  return h('ol', { class: 'events' }, shown.map((event) =>
    h('li', { key: `${event.holder} ${event.sequence}` },
      h('time', { datetime: event.time }, clock(event.time, true)),
      h('span', { class: 'event-kind' }, plain(event.type)),
      h('span', { class: 'event-text' }, sentence(event)))));
}

function sentence(event) {
  const node = plain(event.node);
  const name = event.path ? filmName(event) : event.job ? `job ${plain(event.job).slice(0, 8)}` : '';
  const says = SAYS[event.type];
  const head = says && name ? `${name} ${says}` : [name, node].filter(Boolean).join(' on ');
  return event.detail ? [`${head}: `, seen(event.detail)] : head;
}
