// What asks before anything is lost, and what tells how it went.
import { h, render } from './dom.js';
import { button } from './parts.js';
import { plain } from './text.js';

const dialog = document.getElementById('dialog');
const menu = document.getElementById('menu');
const toast = document.getElementById('toast');
const announcer = document.getElementById('announcer');

let close = () => {};
dialog.addEventListener('close', () => close());
dialog.addEventListener('click', (event) => {
  if (event.target === dialog) dialog.close();
});

/** Shows a dialog until it is closed. `content` is called with a function that closes it. */
export function show(title, content, props = {}) {
  if (dialog.open) dialog.close();
  const opener = document.activeElement;
  return new Promise((resolve) => {
    let answer;
    const end = (value) => { answer = value; dialog.close(); };
    close = () => {
      close = () => {};
      render(dialog, []);
      if (opener?.isConnected) opener.focus();
      resolve(answer);
    };
    dialog.className = props.class ?? '';
    render(dialog, [
      h('div', { class: 'dialog-inner', key: Math.random() },
        h('h2', { id: 'dialog-title' }, title), content(end)),
    ]);
    dialog.showModal();
    dialog.querySelector('[autofocus]')?.focus();
  });
}

/** Asks, and carries it out; what fails is told in the same place. */
export function ask({ title, about, says, keep, go, isDangerous, act, done }) {
  return show(title, (end) => {
    const problem = h('p', { class: 'dialog-problem', role: 'alert', hidden: true });
    const carryOut = async (event) => {
      const pressed = event.currentTarget;
      const place = dialog.querySelector('.dialog-problem');
      pressed.disabled = true;
      try {
        await act();
        end(true);
        tell(done);
      } catch (error) {
        pressed.disabled = false;
        place.hidden = false;
        place.textContent = plain(error.message) + (error.hint ? ` See: ${plain(error.hint)}` : '');
      }
    };
    return [
      about && h('p', { class: 'dialog-about' }, about),
      h('ul', { class: 'says' }, says.filter(Boolean).map((line) => h('li', null, line))),
      problem,
      h('div', { class: 'buttons' },
        button(keep ?? 'Leave it', () => end(false), { autofocus: true }),
        button(go, carryOut, { class: isDangerous ? 'danger' : 'primary' })),
    ];
  });
}

/** What can be done with something, beside the button that was pressed. */
export function openMenu(anchor, items) {
  render(menu, items.filter(Boolean).map((item) =>
    h('button', {
      type: 'button', key: item.title, class: item.isDangerous ? 'menu-item danger' : 'menu-item',
      onclick: () => { menu.hidePopover(); anchor.focus(); item.act(); },
    }, h('span', { class: 'menu-title' }, item.title), item.says
      && h('span', { class: 'menu-says' }, item.says))));
  menu.showPopover();
  const place = anchor.getBoundingClientRect();
  const [width, height] = [menu.offsetWidth, menu.offsetHeight];
  const top = place.bottom + 6 + height > innerHeight
    ? Math.max(8, place.top - height - 6) : place.bottom + 6;
  menu.style.setProperty('top', `${top}px`);
  menu.style.setProperty('left', `${Math.max(8, Math.min(place.right, innerWidth - 8) - width)}px`);
  menu.querySelector('button')?.focus();
  menu.onkeydown = (event) => step(event, anchor);
}

function step(event, anchor) {
  const items = [...menu.querySelectorAll('button')];
  const place = items.indexOf(document.activeElement);
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (by) {
    event.preventDefault();
    items[(place + by + items.length) % items.length].focus();
  } else if (event.key === 'Escape' || event.key === 'Tab') {
    event.preventDefault();
    menu.hidePopover();
    anchor.focus();
  }
}

let toastTimer;

/** Says for a few seconds what came of what somebody did. */
export function tell(text, isTrouble = false) {
  if (!text) return;
  toast.textContent = text;
  toast.classList.toggle('is-failed', isTrouble);
  toast.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toast.hidden = true; }, isTrouble ? 12_000 : 5_000);
  announce(text);
}

/** For what needs no question. */
export async function carryOut(act, done) {
  try {
    await act();
    tell(done);
  } catch (error) {
    tell(plain(error.message) + (error.hint ? ` See: ${plain(error.hint)}` : ''), true);
  }
}

const ANNOUNCE_EVERY = 10_000;
const awaiting = [];
let announced = -ANNOUNCE_EVERY;
let announceTimer = null;

/** For those who listen: at most every ten seconds, what gathered in between together. */
export function announce(text) {
  if (awaiting.at(-1) !== text) awaiting.push(text);
  if (announceTimer) return;
  const wait = Math.max(200, announced + ANNOUNCE_EVERY - performance.now());
  announceTimer = setTimeout(() => {
    announceTimer = null;
    announced = performance.now();
    const told = awaiting.splice(0);
    const rest = told.length - 4;
    announcer.textContent = told.slice(-4).join('. ') + (rest > 0 ? `, and ${rest} more` : '');
  }, wait);
}
