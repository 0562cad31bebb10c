// Who worked on what, when: a line for each slot of each node, and the same as a table.
import { h } from './dom.js';
import { cell, headCell, row, table } from './parts.js';
import { capital, clock, count, duration, plain } from './text.js';

const LANE = 18;
const GAP = 4;
const HEAD = 22;
const BARS_MAX = 3000;

/**
 * - bars: [{node, label, title, href, began, ended, outcome}] in milliseconds; `ended` is null while
 *   it runs.
 * - span: [from, to]; id: of this time line in the page.
 */
export function gantt({ id, label, bars, span, nodes, width }) {
  const shown = bars.filter((bar) => (bar.ended ?? span[1]) >= span[0]).slice(-BARS_MAX);
  const names = [...new Set([...(nodes ?? []), ...shown.map((bar) => bar.node)])];
  if (names.length === 0) return null;
  const groups = names.map((name) => lanes(name, shown.filter((bar) => bar.node === name)));
  return h('div', { class: 'gantt' },
    h('div', { class: 'gantt-scroll' }, picture(id, label, groups, span, Math.max(280, width))),
    legend(shown),
    h('details', { class: 'as-table' }, h('summary', null, 'The same as a table'),
      tableOf(label, shown)));
}

// The first lane that is free by then takes the bar.
function lanes(name, bars) {
  const ends = [];
  const placed = [...bars].sort((left, right) => left.began - right.began).map((bar) => {
    let lane = ends.findIndex((end) => end <= bar.began + 200);
    if (lane < 0) lane = ends.length;
    ends[lane] = bar.ended ?? Infinity;
    return { bar, lane };
  });
  return { name, placed, count: Math.max(1, ends.length) };
}

function picture(id, label, groups, span, width) {
  const side = width < 520 ? 0 : 116;
  const nameRoom = side ? 0 : 18;
  const scale = (time) =>
    side + ((Math.min(span[1], Math.max(span[0], time)) - span[0]) / (span[1] - span[0]))
      * (width - side - 1);
  let top = HEAD;
  const parts = groups.map((group) => {
    const part = groupPart(group, top, { side, nameRoom, scale, span, width, id });
    top += nameRoom + group.count * (LANE + GAP) + 10;
    return part;
  });
  return h('svg', {
    class: 'gantt-picture', width, height: top, viewBox: `0 0 ${width} ${top}`, role: 'img',
    'aria-label': `${label}: ${summary(groups)}. The same as a table follows.`,
  },
  h('defs', null, hatch(`${id}-failed`), hatch(`${id}-back`, 'is-back')),
  axis(span, scale, top, width), parts);
}

const hatch = (id, className) => h('pattern', {
  id, class: className, key: id, width: 6, height: 6, patternUnits: 'userSpaceOnUse',
  patternTransform: 'rotate(45)',
}, h('rect', { width: 6, height: 6, class: 'hatch-ground' }),
h('rect', { width: 2, height: 6, class: 'hatch-line', key: 'line' }));

const HATCHES = { failed: 'failed', cancelled: 'failed', returned: 'back', takenBack: 'back' };

function groupPart(group, top, { side, nameRoom, scale, width, span, id }) {
  const name = plain(group.name);
  const room = side ? 15 : 40;
  return h('g', { key: group.name },
    h('line', { class: 'gantt-rule', x1: 0, x2: width, y1: top - 5, y2: top - 5 }),
    h('text', { class: 'gantt-name', x: 0, y: top + 13 },
      name.length > room ? `${name.slice(0, room - 1)}…` : name),
    group.placed.map(({ bar, lane }) => {
      const from = scale(bar.began);
      const length = Math.max(4, scale(bar.ended ?? span[1]) - from - 1);
      const y = top + nameRoom + lane * (LANE + GAP);
      return h('g', { key: bar.key ?? `${bar.label} ${bar.began}`, class: `bar is-${bar.outcome}` },
        h('rect', { x: from, y, width: length, height: LANE, rx: Math.min(4, length / 2),
          fill: bar.outcome in HATCHES ? `url(#${id}-${HATCHES[bar.outcome]})` : null }),
        length > bar.label.length * 7.2 + 8
          && h('text', { x: from + 5, y: y + 13 }, bar.label),
        h('title', null, line(bar)));
    }));
}

function axis([from, to], scale, height, width) {
  const steps = [5e3, 15e3, 30e3, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 216e5, 864e5];
  const step = steps.find((size) => (to - from) / size <= Math.max(3, width / 110)) ?? 864e5;
  const marks = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) marks.push(time);
  return marks.map((time) => h('g', { key: time, class: 'gantt-mark' },
    h('line', { x1: scale(time), x2: scale(time), y1: 16, y2: height }),
    h('text', { x: scale(time), y: 11,
      'text-anchor': scale(time) > width - 30 ? 'end' : scale(time) < 30 ? 'start' : 'middle' },
    clock(time, step < 6e4))));
}

const WORDS = { returned: 'came back', takenBack: 'taken back' };

const line = (bar) =>
  `${bar.title ?? bar.label}: ${WORDS[bar.outcome] ?? bar.outcome}, from ${clock(bar.began, true)}`
  + (bar.ended ? `, ${duration((bar.ended - bar.began) / 1000)}` : ', not ended');

function summary(groups) {
  const parts = groups.slice(0, 8).map((group) => `${plain(group.name)} `
    + count(group.placed.length, 'piece'));
  return parts.join(', ') + (groups.length > 8 ? `, and ${groups.length - 8} more nodes` : '');
}

function legend(bars) {
  const found = [...new Set(bars.map((bar) => bar.outcome))];
  if (found.length === 0) return null;
  return h('ul', { class: 'legend' }, found.map((outcome) =>
    h('li', { key: outcome }, h('span', { class: `swatch is-${outcome}`, 'aria-hidden': 'true' }),
      capital(WORDS[outcome] ?? outcome))));
}

function tableOf(label, bars) {
  const columns = ['Node', 'What', 'Began', 'Took', 'Came to'].map((title) => ({ title }));
  const latest = [...bars].sort((left, right) => right.began - left.began).slice(0, 400);
  return table(label, columns, latest.map((bar) => row(`${bar.node} ${bar.label} ${bar.began}`, [
    headCell(plain(bar.node)), cell('What', bar.title ?? bar.label),
    cell('Began', clock(bar.began, true), 'number'),
    cell('Took', bar.ended ? duration((bar.ended - bar.began) / 1000) : 'runs', 'number'),
    cell('Came to', WORDS[bar.outcome] ?? bar.outcome),
  ])), { class: 'rows small' });
}
