// The stream of what changes. It is read by fetch, not by EventSource, because that hides why a
// stream was refused, and cannot tell a silent link from a broken one.
import { send } from './api.js';
import { store, takeMessage, takeSnapshot } from './store.js';

const SILENCE_MAX = 40_000; // The node says something every 15 s.
const STALE_AFTER = 10_000;
const FAILURES_BEFORE_POLLING = 3;
const POLL_EVERY = 5_000;
const STREAM_AGAIN = 30_000;
const FIRST_STATE_WITHIN = 3_000;

export const link = {
  /** `connecting`, `live`, `polling`, `reconnecting`, `stale`, `resting` or `signed-out`. */
  phase: 'connecting',
  /** When something was last heard. */
  heard: null,
  /** Why nothing can be had; null while it can. */
  problem: null,
};

let onChange = () => {};
let retryAfter = 2_000;
let lastID = null;
let failures = 0;
let running = null;
let etag = null;

/** Begins to listen; `changed` is called after everything that is heard. */
export function listen(changed) {
  onChange = changed;
  document.addEventListener('visibilitychange', () => (document.hidden ? rest() : wake()));
  addEventListener('pagehide', rest);
  addEventListener('pageshow', wake);
  addEventListener('online', hurry);
  setInterval(age, 1_000);
  if (document.hidden) link.phase = 'resting';
  else wake();
}

function rest() {
  running?.abort();
  running = null;
  if (link.phase !== 'signed-out') setPhase('resting');
}

export function wake() {
  if (running || document.hidden || link.phase === 'signed-out') return;
  running = new AbortController();
  failures = 0;
  if (link.phase !== 'connecting') setPhase('reconnecting');
  keepListening(running.signal);
}

function hurry() {
  rest();
  wake();
}

/** There is nothing to hear without a token. */
export function stopListening() {
  running?.abort();
  running = null;
  setPhase('signed-out');
}

function setPhase(phase) {
  if (link.phase === phase) return;
  link.phase = phase;
  onChange();
}

function age() {
  if (link.phase === 'live' && !store.state) askForFirst();
  const silent = Date.now() - (link.heard ?? Date.now());
  if (link.phase === 'reconnecting' && silent > STALE_AFTER) setPhase('stale');
}

let firstAsked = 0;

// A stream of a node that could not read the spool yet is silent, and does not say why.
async function askForFirst() {
  if (Date.now() - Math.max(firstAsked, link.heard) < FIRST_STATE_WITHIN) return;
  firstAsked = Date.now();
  try {
    takeSnapshot(await (await send('state')).json());
    link.problem = null;
  } catch (problem) {
    link.problem = problem;
  }
  onChange();
}

async function keepListening(signal) {
  while (!signal.aborted) {
    try {
      await readStream(signal);
      failures = 0;
    } catch (error) {
      if (signal.aborted) return;
      if (error.status === 401) {
        running = null;
        return;
      }
      link.problem = error;
      failures += 1;
    }
    if (signal.aborted) return;
    const isPolling = failures >= FAILURES_BEFORE_POLLING;
    if (!isPolling && link.phase !== 'stale') setPhase('reconnecting');
    if (isPolling) await poll(signal);
    else await pause(retryAfter * (0.75 + Math.random() / 2), signal);
  }
}

async function readStream(signal) {
  const attempt = new AbortController();
  const end = () => attempt.abort();
  signal.addEventListener('abort', end);
  let watchdog = setTimeout(end, SILENCE_MAX);
  try {
    const headers = { Accept: 'text/event-stream' };
    if (lastID) headers['Last-Event-ID'] = lastID;
    const response = await send('events', { headers, signal: attempt.signal });
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = '';
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(watchdog);
      watchdog = setTimeout(end, SILENCE_MAX);
      text += decoder.decode(value, { stream: true });
      const messages = text.split('\n\n');
      text = messages.pop();
      for (const message of messages) take(message);
      heard('live');
    }
  } finally {
    clearTimeout(watchdog);
    signal.removeEventListener('abort', end);
  }
}

function heard(phase) {
  link.heard = Date.now();
  if (store.state) link.problem = null;
  failures = phase === 'live' ? 0 : failures;
  if (link.phase === phase) onChange();
  else setPhase(phase);
}

function take(message) {
  let kind = 'message';
  const data = [];
  for (const line of message.split('\n')) {
    const cut = line.indexOf(':');
    if (cut === 0) continue;
    const field = cut < 0 ? line : line.slice(0, cut);
    const value = cut < 0 ? '' : line.slice(cut + 1).replace(/^ /, '');
    if (field === 'event') kind = value;
    else if (field === 'data') data.push(value);
    else if (field === 'id') lastID = value;
    else if (field === 'retry' && /^\d+$/.test(value)) retryAfter = Number(value);
  }
  if (data.length > 0) takeMessage(kind, JSON.parse(data.join('\n')));
}

// Some proxies let no stream through. Then the whole state is asked for now and again, and in
// between whether a stream can be had.
async function poll(signal) {
  const end = Date.now() + STREAM_AGAIN;
  while (!signal.aborted && Date.now() < end) {
    try {
      const headers = etag ? { 'If-None-Match': etag } : {};
      const response = await send('state', { headers, signal });
      if (response.status !== 304) {
        etag = response.headers.get('ETag');
        takeSnapshot(await response.json());
      }
      lastID = null;
      heard('polling');
    } catch (error) {
      if (signal.aborted || error.status === 401) return;
      if (link.phase !== 'stale') setPhase('reconnecting');
      return pause(POLL_EVERY, signal);
    }
    await pause(POLL_EVERY, signal);
  }
  return undefined;
}

function pause(milliseconds, signal) {
  return new Promise((resume) => {
    const timer = setTimeout(resume, milliseconds);
    signal.addEventListener('abort', () => { clearTimeout(timer); resume(); }, { once: true });
  });
}
