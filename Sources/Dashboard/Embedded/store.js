// The cluster as this page knows it: a snapshot, and what changed since. Jobs are kept by their
// keys, so that nothing is there twice however often it is told.

const EVENTS_MAX = 4000;
const SPEEDS_MAX = 120;

export const store = {
  /** The sums and everything else of the last snapshot; null before the first. */
  state: null,
  jobs: new Map(),
  jobsTotal: 0,
  nodes: [],
  events: [],
  /** Events that came just now, to be told to those who listen. */
  news: [],
  /** What the speed was, the latest last. */
  speeds: [],
};

// What is not in a message of sums is not there any more.
const NO_SUMS = { secondsLeft: null, watch: null, coordinator: null, pause: null };

const seenEvents = new Set();

export function takeSnapshot(body) {
  const { jobs = [], nodes = [], ...rest } = body;
  store.state = rest;
  store.nodes = nodes;
  store.jobs = new Map(jobs.map((job) => [job.key, job]));
  store.jobsTotal = body.jobsTotal ?? jobs.length;
  noteSpeed(body.speed);
}

export function takeMessage(kind, body) {
  switch (kind) {
    case 'state':
      return takeSnapshot(body);
    case 'jobs':
      for (const job of body.changed ?? []) store.jobs.set(job.key, job);
      for (const { key, place, waitsFor } of body.places ?? []) {
        const job = store.jobs.get(key);
        if (job) store.jobs.set(key, { ...job, place, waitsFor });
      }
      for (const key of body.gone ?? []) store.jobs.delete(key);
      if (body.total !== undefined) store.jobsTotal = body.total;
      return undefined;
    case 'nodes':
      store.nodes = body.nodes ?? [];
      return undefined;
    case 'sums':
      store.state = { ...store.state, ...NO_SUMS, ...body };
      if (body.jobsTotal !== undefined) store.jobsTotal = body.jobsTotal;
      return noteSpeed(body.speed);
    case 'event':
      store.news.push(body);
      return takeEvents([body]);
    default:
      return undefined;
  }
}

/** Adds what happened, each once, in the order of time. */
export function takeEvents(events) {
  let isNew = false;
  for (const event of events) {
    const name = `${event.holder} ${event.sequence}`;
    if (seenEvents.has(name)) continue;
    seenEvents.add(name);
    store.events.push(event);
    isNew = true;
  }
  if (!isNew) return;
  store.events.sort((left, right) => (left.time < right.time ? -1 : left.time > right.time ? 1 : 0));
  for (const event of store.events.splice(0, Math.max(0, store.events.length - EVENTS_MAX))) {
    seenEvents.delete(`${event.holder} ${event.sequence}`);
  }
}

function noteSpeed(speed) {
  if (speed === undefined) return;
  const last = store.speeds.at(-1);
  if (last && Date.now() - last.at < 2_000) last.speed = speed;
  else store.speeds.push({ at: Date.now(), speed });
  store.speeds.splice(0, store.speeds.length - SPEEDS_MAX);
}

/** All jobs that are known, in the order of work. */
export const jobsInOrder = () =>
  [...store.jobs.values()].sort((left, right) => left.place - right.place);
