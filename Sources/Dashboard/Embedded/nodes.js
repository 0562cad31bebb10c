// The nodes: what each does now, and what each did in the last quarter of an hour.
import { drainNode, forgetNode, resumeNode } from './actions.js';
import { get } from './api.js';
import { h } from './dom.js';
import { gantt } from './gantt.js';
import { badge, button, empty, fact, heading, meter } from './parts.js';
import { store, takeEvents } from './store.js';
import { count, duration, filmName, plain, speed } from './text.js';

export const title = 'Nodes';

const SPAN = 15 * 60_000;
const PAGE = 1000;
const PAGES_MAX = 4;
const KINDS = ['slice', 'task'].flatMap((of) =>
  ['claimed', 'done', 'failed', 'returned', 'taken_back', 'rejected'].map((what) => `${of}.${what}`))
  .join(',');

export function open(_, changed) {
  askForPast().catch(() => {}).then(changed);
}

// The first ones come first, so it is gone on until there are no more.
async function askForPast() {
  let place = { since: new Date(Date.now() - SPAN).toISOString() };
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { events = [], next } = await get('events/list', { ...place, kind: KINDS, limit: PAGE });
    takeEvents(events);
    if (events.length < PAGE || next === undefined) return;
    place = { after: next };
  }
}

export function view(width) {
  const { nodes } = store;
  if (nodes.length === 0) {
    return [heading('Nodes'), empty('nodes', 'No node runs',
      h('span', null, 'Mount the volume on a machine and start ', h('code', null, 'reelmill up'),
        '. It takes work within seconds.'))];
  }
  const now = Date.now();
  return [
    heading('Nodes', h('p', { class: 'aside' }, sums(nodes))),
    h('section', { class: 'panel', key: 'time' }, h('h2', null, 'The last 15 minutes'),
      gantt({ id: 'nodes', label: 'Work in the last 15 minutes by node', bars: bars(nodes, now),
        span: [now - SPAN, now], nodes: nodes.map((node) => node.node), width: width - 40 })),
    h('ul', { class: 'node-list', key: 'nodes' }, nodes.map(nodeCard)),
  ];
}

function sums(nodes) {
  const live = nodes.filter((node) => node.state !== 'silent');
  const slots = live.reduce((sum, node) => sum + (node.slots ?? 0), 0);
  const busy = live.reduce((sum, node) => sum + (node.busySlots ?? 0), 0);
  return `${count(live.length, 'node')}, ${busy} of ${count(slots, 'slot')} busy`;
}

function nodeCard(node) {
  const name = plain(node.node);
  return h('li', { class: `node is-${node.state}`, key: node.holder },
    h('div', { class: 'node-head' },
      h('h2', null, h('bdi', null, name)),
      node.isCoordinator && h('span', { class: 'chip' }, 'Coordinator'), badge(node.state),
      h('div', { class: 'buttons' }, act(node))),
    h('ul', { class: 'tasks' }, (node.tasks ?? []).map((task) => taskLine(task)),
      (node.tasks ?? []).length === 0 && h('li', { class: 'idle' }, idle(node))),
    h('dl', { class: 'facts' },
      fact('Slots', slots(node)), fact('Speed', speed(node.speed)),
      fact('Load', typeof node.load === 'number' ? node.load.toFixed(1) : '–'),
      fact('Kind', node.architecture ? plain(node.architecture) : '–'),
      fact('Seen', `${duration(node.secondsSilent)} ago`),
      fact('Version', node.version ? plain(node.version) : '–')),
    (node.encoders ?? []).length > 0 && h('details', { class: 'encoders' },
      h('summary', null, count(node.encoders.length, 'encoder')),
      h('p', null, node.encoders.map(plain).join(', '))));
}

function act(node) {
  const label = (word) => ({ class: 'small', 'aria-label': `${word} ${plain(node.node)}` });
  if (node.state === 'silent') return button('Forget …', () => forgetNode(node), label('Forget'));
  return node.state === 'draining' ? button('Resume', () => resumeNode(node), label('Resume'))
    : button('Drain …', () => drainNode(node), label('Drain'));
}

function idle(node) {
  if (node.state === 'silent') return 'Nothing is heard of it. Its tasks go to other nodes.';
  return node.state === 'draining' ? 'It has finished what it had.' : 'It waits for work.';
}

function slots(node) {
  const total = Math.min(node.slots ?? 0, 32);
  return h('span', { class: 'slots', role: 'img',
    'aria-label': `${node.busySlots} of ${node.slots} busy` },
  Array.from({ length: total }, (_, index) =>
    h('i', { class: index < node.busySlots ? 'busy' : '', key: index })),
  `${node.busySlots}/${node.slots}`);
}

function taskLine({ job, task, ...source }) {
  const what = task.slice === null || task.slice === undefined ? plain(task.task)
    : `slice ${task.slice}`;
  return h('li', { key: `${job} ${task.task} ${task.generation}` },
    h('span', { class: 'task-name' }, h('a', { href: `#/jobs/${encodeURIComponent(keyOf(job))}` },
      h('bdi', null, filmName(source))), h('span', null, what)),
    meter(task.progress ?? null, `Progress of ${what} of ${filmName(source)}`));
}

// A task names its job by the digits that people type.
function keyOf(id) {
  for (const job of store.jobs.values()) if (job.id === id) return job.key;
  return id;
}

// MARK: What happened, as bars

const ENDS = { done: 'done', failed: 'failed', returned: 'returned', taken_back: 'takenBack',
  rejected: 'returned' };

function bars(nodes, now) {
  const open = new Map();
  const found = [];
  for (const event of store.events) {
    const kind = /^(?:slice|task)\.(\w+)$/.exec(event.type)?.[1];
    const name = kind && event.attempt && `${event.job ?? ''} ${event.attempt}`;
    if (!name) continue;
    if (kind === 'claimed') {
      const bar = begun(event);
      if (!open.has(name)) found.push(bar);
      open.set(name, open.get(name) ?? bar);
    } else if (ENDS[kind] && open.has(name)) {
      const bar = open.get(name);
      bar.ended ??= Date.parse(event.time);
      bar.outcome = ENDS[kind];
    }
  }
  const live = new Set(nodes.flatMap((node) => (node.tasks ?? []).map((task) =>
    `${task.task.task}.${task.task.generation}.${task.task.holder}`)));
  for (const bar of found) {
    // An end that was never written down: what nobody holds any more is over.
    const isOld = bar.ended === null && !live.has(bar.attempt) && now - bar.began > 10_000;
    if (isOld) [bar.ended, bar.outcome] = [Math.min(now, bar.began + 10_000), 'returned'];
  }
  return found;
}

function begun(event) {
  const [task] = event.attempt.split('.');
  const slice = /^v(\d+)/.exec(task)?.[1];
  return {
    key: `${event.job} ${event.attempt}`, attempt: event.attempt, node: event.node,
    label: slice === undefined ? task : String(Number(slice)),
    title: (slice === undefined ? task : `Slice ${Number(slice)}`)
      + (event.path ? ` of ${filmName(event)}` : ''),
    began: Date.parse(event.time), ended: null, outcome: 'running',
  };
}
