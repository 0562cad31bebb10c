// Questions to the node that serves this page, and its answers.

const ROOT = '/api/v1/';

/** What a node answered in place of what was asked for. */
export class Problem extends Error {
  constructor(status, body) {
    super(body.detail ?? body.title ?? `the node answered ${status}`);
    this.status = status;
    this.hint = body.hint;
  }
}

let onSignedOut = () => {};
export const whenSignedOut = (action) => { onSignedOut = action; };

/** The answer to a request; what fails says so as a Problem. */
export async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(ROOT + path, { redirect: 'manual', cache: 'no-store', ...options });
  } catch (error) {
    if (error.name === 'AbortError') throw error;
    throw new Problem(0, { detail: 'The node does not answer.' });
  }
  if (response.type === 'opaqueredirect') {
    goToCoordinator();
    throw new Problem(307, { detail: 'Another node is the coordinator now.' });
  }
  if (response.status === 401 && path !== 'session') onSignedOut();
  if (response.ok || response.status === 304) return response;
  const body = await response.json().catch(() => ({}));
  if (response.status === 503 && /^https?:\/\//.test(body.coordinator)) {
    goToCoordinator(body.coordinator);
  }
  throw new Problem(response.status, body);
}

// The page itself is led to where the answers are, once in a while at most.
function goToCoordinator(address) {
  const last = Number(sessionStorage.getItem('led') ?? 0);
  if (Date.now() - last < 30_000) return;
  sessionStorage.setItem('led', String(Date.now()));
  if (address) location.replace(new URL(`/${location.hash}`, address));
  else location.reload();
}

export async function get(path, query = {}, options = {}) {
  const pairs = Object.entries(query).filter(([, value]) => value !== '' && value !== undefined);
  const search = new URLSearchParams(pairs).toString();
  return (await send(search ? `${path}?${search}` : path, options)).json();
}

/** A change. */
export async function change(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.headers = { 'Content-Type': 'application/json' };
    options.body = JSON.stringify(body);
  }
  const response = await send(path, options);
  return response.status === 204 ? {} : response.json().catch(() => ({}));
}

export const jobPath = (key) => `jobs/${encodeURIComponent(key)}`;
export const nodePath = (name) => `nodes/${encodeURIComponent(name)}`;
export const entryPath = (id) => `history/${encodeURIComponent(id)}`;
