// How values are written for people.
import { h } from './dom.js';

// In powers of 1000, as the commands and file managers show them.
const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

export function bytes(count) {
  if (count === null || count === undefined) return '–';
  const sign = count < 0 ? '−' : '';
  let rest = Math.abs(count);
  let unit = 0;
  while (rest >= 999.95 && unit < UNITS.length - 1) [rest, unit] = [rest / 1000, unit + 1];
  return `${sign}${rest >= 100 || unit === 0 ? Math.round(rest) : rest.toFixed(1)} ${UNITS[unit]}`;
}

/** For example `34 s`, `41 min`, `1 h 02 min`, `3 d 4 h`. */
export function duration(seconds) {
  if (seconds === null || seconds === undefined || !Number.isFinite(seconds)) return '–';
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} h ${String(minutes % 60).padStart(2, '0')} min`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export function speed(value) {
  if (!(value > 0)) return '–';
  return value < 0.05 ? '< 0.1×' : `${value.toFixed(value < 10 ? 1 : 0)}×`;
}
export const percent = (share) => `${Math.floor(share * 100 + 1e-9)} %`;
export const count = (number, one, many = `${one}s`) =>
  `${number.toLocaleString('en')} ${number === 1 ? one : many}`;
export const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

const two = (number) => String(number).padStart(2, '0');

/** The time of day here, as `10:14` or `10:14:02`. */
export function clock(moment, withSeconds = false) {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return '–';
  const text = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return withSeconds ? `${text}:${two(date.getSeconds())}` : text;
}

/** A moment, as short as it stays clear: today without the day. */
export function moment(value) {
  const date = new Date(value);
  if (Number.isNaN(date.getTime())) return '–';
  if (date.toDateString() === new Date().toDateString()) return clock(date);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${clock(date)}`;
}

// Control characters, marks that turn the direction of text, and what takes no room.
const UNSEEN =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\\x[0-9a-f]{2}/g;
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function escape(match) {
  if (match.length > 1) return match;
  return SHORT[match] ?? `\\u{${match.charCodeAt(0).toString(16)}}`;
}

/** Text from outside with everything visible in it, for places that hold no elements. */
export const plain = (text) => String(text ?? '').replace(UNSEEN, escape);

/** The same with the escapes set apart. */
export function seen(text) {
  const parts = [];
  let end = 0;
  const whole = String(text ?? '');
  for (const match of whole.matchAll(UNSEEN)) {
    if (match.index > end) parts.push(whole.slice(end, match.index));
    parts.push(h('span', { class: 'escape' }, escape(match[0])));
    end = match.index + match[0].length;
  }
  if (end < whole.length) parts.push(whole.slice(end));
  return parts;
}

/** The path of something with `path` and, where it is not UTF-8, `path_b64`. */
export function pathOf(thing, name = 'path') {
  const exact = thing[`${name}_b64`];
  if (!exact) return thing[name] ?? '';
  const raw = Uint8Array.from(atob(exact), (sign) => sign.charCodeAt(0));
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let text = '';
  for (let place = 0; place < raw.length;) {
    const lead = raw[place];
    const length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    try {
      text += decoder.decode(raw.subarray(place, place + length));
      place += length;
    } catch {
      text += `\\x${lead.toString(16).padStart(2, '0')}`;
      place += 1;
    }
  }
  return text;
}

/** A path as its name, and above it the folder that it is in. */
export function film(thing, name = 'path') {
  const whole = pathOf(thing, name);
  const cut = whole.lastIndexOf('/') + 1;
  return [
    h('span', { class: 'film-name' }, h('bdi', null, seen(whole.slice(cut)))),
    cut > 0 && h('span', { class: 'film-folder' }, h('bdi', null, seen(whole.slice(0, cut - 1)))),
  ];
}

export const filmName = (thing, name = 'path') => plain(pathOf(thing, name));
