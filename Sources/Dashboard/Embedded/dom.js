// Elements from plain values, and the least change that turns what is there into what should be.
// All text becomes text nodes: nothing that came from outside is ever read as HTML.

const SVG = 'http://www.w3.org/2000/svg';

/** An element to be: a tag, its attributes and handlers, and what is in it. */
export function h(tag, props, ...kids) {
  return { tag, props: props ?? {}, key: props?.key, kids };
}

/** Makes the children of `parent` be `kids`; elements that stay keep their focus and state. */
export function render(parent, kids) {
  const focused = document.activeElement;
  patch(parent, flat(kids));
  if (focused && focused !== document.activeElement && focused.isConnected) {
    focused.focus({ preventScroll: true });
  }
}

function flat(kids, into = []) {
  for (const kid of kids) {
    if (Array.isArray(kid)) flat(kid, into);
    else if (kid === null || kid === undefined || kid === false || kid === true) continue;
    else if (typeof kid === 'object') into.push(kid);
    else into.push(String(kid));
  }
  return into;
}

function patch(parent, wanted) {
  const { keyed, loose } = sorted(parent);
  const nodes = wanted.map((kid) => {
    const pool = typeof kid === 'object' && kid.key !== undefined
      ? keyed.get(`${kid.tag} ${kid.key}`) : loose.get(kindOf(kid));
    const node = pool?.shift();
    return node ?? create(kid, parent);
  });
  for (const pool of [...keyed.values(), ...loose.values()]) {
    for (const node of pool) node.remove();
  }
  let place = parent.firstChild;
  nodes.forEach((node, index) => {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
    update(node, wanted[index]);
  });
}

function sorted(parent) {
  const keyed = new Map();
  const loose = new Map();
  for (const node of parent.childNodes) {
    const pools = node.vKey === undefined ? loose : keyed;
    const name = node.vKey ?? (node.nodeType === Node.TEXT_NODE ? '#text' : node.localName);
    if (!pools.has(name)) pools.set(name, []);
    pools.get(name).push(node);
  }
  return { keyed, loose };
}

const kindOf = (kid) => (typeof kid === 'string' ? '#text' : kid.tag);

function create(kid, parent) {
  if (typeof kid === 'string') return document.createTextNode(kid);
  const inSVG = kid.tag === 'svg' || parent.namespaceURI === SVG;
  const node = inSVG ? document.createElementNS(SVG, kid.tag) : document.createElement(kid.tag);
  if (kid.key !== undefined) node.vKey = `${kid.tag} ${kid.key}`;
  return node;
}

function update(node, kid) {
  if (typeof kid === 'string') {
    if (node.data !== kid) node.data = kid;
    return;
  }
  const before = node.vProps ?? {};
  for (const name of Object.keys(before)) if (!(name in kid.props)) set(node, name, null);
  for (const [name, value] of Object.entries(kid.props)) {
    if (before[name] !== value || name === 'value' || name === 'checked') set(node, name, value);
  }
  const isNew = !node.vProps;
  node.vProps = kid.props;
  if (!kid.props.owns) patch(node, flat(kid.kids));
  if (isNew && kid.props.made) kid.props.made(node);
}

function set(node, name, value) {
  if (name === 'key' || name === 'owns' || name === 'made') return;
  if (name.startsWith('on')) node[name] = value;
  else if (name === 'style') style(node, value ?? {});
  else if (name === 'value' || name === 'checked') {
    // What somebody is writing is theirs.
    if (node !== document.activeElement && node[name] !== (value ?? '')) node[name] = value ?? '';
  } else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? '' : String(value));
}

// Style attributes are refused by the page's policy; properties are not.
function style(node, wanted) {
  for (const name of node.vStyle ?? []) if (!(name in wanted)) node.style.removeProperty(name);
  for (const [name, value] of Object.entries(wanted)) node.style.setProperty(name, value);
  node.vStyle = Object.keys(wanted);
}
