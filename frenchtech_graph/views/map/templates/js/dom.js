// Elements are made node by node: no text of the data is ever parsed as HTML.

export const $ = id => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === 'on') for (const [event, f] of Object.entries(value)) element.addEventListener(event, f);
    else if (name === 'css') for (const [key, v] of Object.entries(value)) element.style.setProperty(key, v);
    else if (name in element && !/^(role|list|form|aria-|data-)/.test(name)) element[name] = value;
    else element.setAttribute(name, value === true ? '' : value);
  }
  element.append(...children.filter(c => c !== null && c !== undefined && c !== false));
  return element;
}

export const button = (text, click, properties = {}) =>
  el('button', {type: 'button', on: {click}, ...properties}, text);

// Text of the data keeps its own direction and cannot turn that of its neighbours. What is longer than
// any name or sentence is cut on the page; exports hold it whole.
const LONGEST = 900;
export const cut = text => text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
export const data = text => el('bdi', {}, cut(String(text ?? '')));

export function webLink(url, text, more) {
  let parsed;
  try { parsed = new URL(url); } catch { return data(text); }
  if (parsed.protocol !== 'http:' && parsed.protocol !== 'https:') return data(text);
  const hidden = more && el('span', {className: 'unseen'}, ' ', more);
  return el('a', {href: parsed.href, rel: 'noopener noreferrer', target: '_blank'}, data(text), hidden);
}

export const readJson = id => JSON.parse($(id).textContent);
export const calm = () => matchMedia('(prefers-reduced-motion: reduce)').matches;
