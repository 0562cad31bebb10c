// What can be done with jobs, nodes and entries of the history, and what is said before.
import { change, entryPath, get, jobPath, nodePath } from './api.js';
import { ask, carryOut, openMenu, show } from './dialogs.js';
import { h } from './dom.js';
import { pending } from './parts.js';
import { count, film, filmName, plain } from './text.js';

const post = (job, action, body) => () => change('POST', `${jobPath(job.key)}/${action}`, body);

const isOver = (job) => ['failed', 'cancelling', 'publishing'].includes(job.state);

function lossOf(job) {
  const { done = 0, running = 0 } = job.slices;
  const total = done + running + (job.slices.waiting ?? 0) + (job.slices.failed ?? 0);
  if (total === 0) return 'Nothing was encoded of it yet.';
  const lost = done === 0 ? 'No slice is done yet'
    : `${done} of ${count(total, 'slice')} ${done === 1 ? 'is' : 'are'} done and would be lost`;
  return running > 0 ? `${lost}; ${running} that ${running === 1 ? 'runs is' : 'run are'} stopped.`
    : `${lost}.`;
}

/** What the node says would happen; it knows more than this page. */
async function consequence(path, action) {
  const { actions = [] } = await get(path).catch(() => ({}));
  const text = actions.find((one) => one.action === action)?.consequence;
  return text && `${plain(text).replace(/^./, (sign) => sign.toUpperCase())}${
    /[.!?]$/.test(text) ? '' : '.'}`;
}

export async function cancelJob(job) {
  const said = await consequence(jobPath(job.key), 'cancel');
  return ask({
    title: 'Cancel this job?',
    about: film(job),
    says: [said ?? lossOf(job), !said && 'The source stays where it is.',
      'To have it encoded after all, choose “Encode again” in the history.'],
    keep: 'Keep the job', go: 'Cancel the job', isDangerous: true,
    act: post(job, 'cancel'), done: `Cancelled: ${filmName(job)}`,
  });
}

export async function retryAll(job) {
  const said = await consequence(jobPath(job.key), 'retry-all');
  return ask({
    title: 'Do the whole job again?',
    about: film(job),
    says: [said ?? lossOf(job), 'To keep what is done, retry the failed slices only.'],
    go: 'Do all again', isDangerous: true,
    act: post(job, 'retry', { all: true }), done: `Begins again: ${filmName(job)}`,
  });
}

export const retryFailed = (job) =>
  carryOut(post(job, 'retry'), `Tried again: ${filmName(job)}`);

export function jobActions(job) {
  const simple = (title, action, says, done) =>
    ({ title, says, act: () => carryOut(post(job, action), `${done}: ${filmName(job)}`) });
  if (job.state === 'failed') {
    return [
      { title: 'Retry the failed slices', says: 'What is done is kept',
        act: () => retryFailed(job) },
      { title: 'Do all of it again …', says: 'Done slices, too', act: () => retryAll(job) },
      { title: 'Cancel the job …', says: 'It leaves the queue for good', isDangerous: true,
        act: () => cancelJob(job) },
    ];
  }
  return [
    !isOver(job) && (job.state === 'paused'
      ? simple('Resume', 'resume', 'It takes its place in the queue again', 'Resumed')
      : simple('Pause', 'pause', 'No slice of it begins until it is resumed', 'Paused')),
    !isOver(job) && simple('Move to the front', 'bump', 'Before all other jobs', 'Moved to the front'),
    !isOver(job) && simple('Move to the end', 'defer', 'Behind all other jobs', 'Moved to the end'),
    { title: 'Cancel the job …', says: 'It ends without a result', isDangerous: true,
      act: () => cancelJob(job) },
  ].filter(Boolean);
}

export const jobMenu = (job) => (event) => openMenu(event.currentTarget, jobActions(job));

export function pauseCluster(state) {
  const running = state?.slices?.running ?? 0;
  return ask({
    title: 'Pause the whole cluster?',
    says: ['No node begins a slice until you resume.',
      running > 0 && `${count(running, 'slice')} ${running === 1 ? 'runs' : 'run'} now. What `
        + 'becomes of them each node’s settings say; by default they finish.',
      'New files are still seen and queued.'],
    go: 'Pause all', act: () => change('POST', 'pause'), done: 'The cluster is paused',
  });
}

export const resumeCluster = () =>
  carryOut(() => change('POST', 'resume'), 'The cluster goes on');

export async function drainNode(node) {
  const said = await consequence(nodePath(node.node), 'drain');
  const busy = node.tasks?.length ?? 0;
  return ask({
    title: `Drain ${plain(node.node)}?`,
    says: [said ?? (busy > 0 ? `It finishes ${count(busy, 'task')} that it has and takes no more.`
      : 'It takes no more work.'), 'Nothing is lost.', 'Its program keeps running; resume it here.'],
    keep: 'Leave it working', go: 'Drain', act: () => change('POST', `${nodePath(node.node)}/drain`),
    done: `${plain(node.node)} is being drained`,
  });
}

export const resumeNode = (node) =>
  carryOut(() => change('POST', `${nodePath(node.node)}/resume`), `${plain(node.node)} takes work`);

export async function forgetNode(node) {
  const said = await consequence(nodePath(node.holder), 'forget');
  return ask({
    title: `Forget ${plain(node.node)}?`,
    says: [said ?? 'It is silent, and leaves this list.',
      'If it starts again it comes back by itself.'],
    go: 'Forget it', isDangerous: true,
    act: () => change('POST', `${nodePath(node.holder)}/forget`),
    done: `${plain(node.node)} is forgotten`,
  });
}

/** What will happen depends on the source, so the node is asked first. */
export async function encodeAgain(entry, changed) {
  const found = await asked(entry);
  if (!found) return;
  const forecast = found.forecast ?? {};
  const isGone = forecast.source === 'missing' || forecast.isDoneAgain === false;
  const isDone = await ask({
    title: isGone ? 'Remove this entry?' : 'Encode this film again?',
    about: film(entry),
    says: [forecast.text && `${plain(forecast.text).replace(/^./, (sign) => sign.toUpperCase())}.`,
      !isGone && 'It is queued at the next scan.',
      !isGone && entry.result && 'Its present result stays until the new one takes its place.',
      'The entry can be restored under “Removed”.'],
    keep: 'Leave it as it is', go: isGone ? 'Remove' : 'Encode again',
    act: () => change('DELETE', entryPath(entry.record ?? entry.id)),
    done: isGone ? `Removed: ${filmName(entry)}` : `Will be encoded again: ${filmName(entry)}`,
  });
  if (isDone) changed();
}

async function asked(entry) {
  try {
    return await get(entryPath(entry.record ?? entry.id));
  } catch (problem) {
    await show('Encode again', () => pending({ problem }));
    return null;
  }
}

export async function restoreEntry(entry, changed) {
  const isDone = await ask({
    title: 'Restore this entry?',
    about: film(entry),
    says: ['The film counts as done again, and is not encoded at the next scan.',
      'A job that was begun for it meanwhile goes on.'],
    go: 'Restore', act: () => change('POST', `${entryPath(entry.record ?? entry.id)}/restore`),
    done: `Restored: ${filmName(entry)}`,
  });
  if (isDone) changed();
}

/** The keys that this page knows. */
export function showKeys(keys, isOn, toggle) {
  return show('Keys', (end) => [
    h('dl', { class: 'keys' }, keys.map(([pressed, meaning]) => h('div', null,
      h('dt', null, pressed.split(' ').map((key) => h('kbd', null, key))),
      h('dd', null, meaning)))),
    h('label', { class: 'check' },
      h('input', { type: 'checkbox', checked: isOn,
        onchange: (event) => toggle(event.target.checked) }),
      'Keys of one letter are on'),
    h('div', { class: 'buttons' },
      h('button', { type: 'button', class: 'button', autofocus: true, onclick: () => end() },
        'Close')),
  ]);
}
