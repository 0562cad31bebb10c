// Which profile is for which folder, and of each line where it comes from. Files are the truth:
// nothing is edited here.
import { get } from './api.js';
import { h } from './dom.js';
import { badge, button, empty, heading, notice, pending } from './parts.js';
import { count, pathOf, plain, seen } from './text.js';

export const title = 'Profiles';

let tree = {};
let shown = {};
let path = '';
let redraw = () => {};

export function open([wanted], changed) {
  redraw = changed;
  ask();
  if (wanted !== undefined) look(wanted);
}

async function ask() {
  try {
    tree = { body: await get('profiles') };
  } catch (problem) {
    tree = { problem };
  }
  redraw();
  const first = tree.body?.profiles?.find((one) => one.isValid && one.films > 0)
    ?? tree.body?.profiles?.[0];
  if (!path && first) look(pathOf(first));
}

async function look(wanted) {
  path = wanted;
  shown = {};
  redraw();
  let found;
  try {
    found = { body: await get('profiles/effective', { path: wanted }) };
  } catch (problem) {
    found = { problem };
  }
  if (wanted === path) shown = found;
  redraw();
}

export function view() {
  if (!tree.body) return [heading('Profiles'), pending(tree, ask)];
  const all = tree.body.profiles ?? [];
  if (all.length === 0) {
    return [heading('Profiles'), empty('profiles', 'No profile is in use',
      'Films are encoded as the built-in profile says. Put a profile.conf into a folder to change it.')];
  }
  return [
    heading('Profiles', h('p', { class: 'aside' }, 'Files are the truth: change them there.')),
    h('form', { class: 'filters', key: 'ask', onsubmit: submit },
      h('label', { class: 'search wide' }, h('span', null, 'Which profile has'),
        h('input', { type: 'search', name: 'path', 'data-search': '', autocomplete: 'off',
          placeholder: 'a film or folder below the input' })),
      h('button', { class: 'button' }, 'Show')),
    h('div', { class: 'split', key: 'split' },
      h('ul', { class: 'profile-list' }, [...all].sort(byUse).map(item)),
      h('section', { class: 'panel profile', 'aria-label': 'Effective lines' }, effective())),
  ];
}

const byUse = (left, right) => Number(left.isValid) - Number(right.isValid)
  || (right.films + right.folders > 0) - (left.films + left.folders > 0)
  || pathOf(left).localeCompare(pathOf(right));

function submit(event) {
  event.preventDefault();
  const value = new FormData(event.target).get('path').trim();
  if (value) look(value);
}

function item(profile) {
  const place = pathOf(profile);
  const use = profile.films + profile.folders > 0
    ? `${count(profile.films, 'film')} in ${count(profile.folders, 'folder')}` : 'not used';
  return h('li', { key: place }, h('button', { type: 'button', class: 'profile-item',
    'aria-pressed': String(path === place), onclick: () => look(place) },
  h('span', { class: 'profile-name' }, plain(profile.name ?? place.split('/').at(-2) ?? place),
    !profile.isValid && badge('failed', 'Wrong')),
  h('span', { class: 'profile-place' }, h('bdi', null, seen(place))),
  h('span', { class: 'small-text' }, use),
  profile.error && h('span', { class: 'problem' }, seen(profile.error.split('\n')[0]))));
}

function effective() {
  const row = tree.body.profiles.find((one) => pathOf(one) === path);
  const head = h('div', { class: 'panel-head' },
    h('h2', null, shown.body ? plain(shown.body.name) : 'Profile'),
    h('p', { class: 'profile-place' }, h('bdi', null, seen(path))));
  if (row?.error) {
    return [head, notice('failed', 'This profile is wrong.',
      'The films of its folders wait until it is mended.'), h('pre', { tabindex: '0',
      'aria-label': 'What is wrong' }, seenLines(row.error))];
  }
  if (!shown.body) return [head, pending(shown, () => look(path))];
  const { description, lines = [], notes = [], files = [] } = shown.body;
  return [
    head,
    description && h('p', null, seen(description)),
    files.length > 1 && h('p', { class: 'small-text' },
      `Made of ${count(files.length, 'file')}, the nearest last: `
      + files.map((file) => plain(pathOf(file))).join(', ')),
    notes.map((text) => notice('paused', 'Note:', plain(text))),
    h('ol', { class: 'lines' }, withHeads(lines)),
    button('Check it', () => check(path), { class: 'small' }), checked(),
  ];
}

function withHeads(lines) {
  let section = null;
  return lines.flatMap((line, index) => {
    const isNew = line.section && line.section !== section;
    section = line.section;
    return [
      isNew && h('li', { class: 'line-head', key: `head ${index}` }, plain(line.section)),
      h('li', { class: 'line', key: index }, h('code', null, seen(line.text)),
        h('span', { class: 'origin' }, h('bdi', null, seen(pathOf(line))), `:${line.line}`)),
    ];
  });
}

let lastCheck = { path: null };

async function check(wanted) {
  lastCheck = { path: wanted };
  redraw();
  try {
    lastCheck = { path: wanted, body: await get('profiles/check', { path: wanted }) };
  } catch (problem) {
    lastCheck = { path: wanted, problem };
  }
  redraw();
}

function checked() {
  if (lastCheck.path !== path || path === '') return null;
  if (!lastCheck.body) return pending(lastCheck);
  const rows = lastCheck.body.profiles ?? [];
  const said = rows.flatMap((one) => [...(one.errors ?? one.wrong ?? []),
    ...(one.warnings ?? one.lacking ?? []), ...(one.notes ?? [])]);
  return said.length === 0 ? notice('done', 'All is well.', 'This node’s libraries take it.')
    : h('pre', { tabindex: '0', 'aria-label': 'What the check found' },
      said.map((one) => [seenLines(one.message ?? one.text ?? String(one)), '\n']));
}

// Several lines stay several lines.
const seenLines = (text) => String(text).split('\n').flatMap((line, index) =>
  [index > 0 && '\n', seen(line)]);
