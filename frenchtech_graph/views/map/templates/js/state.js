// What the reader has chosen. The address of the page holds it, so that a link restores the same view.

import {M, actorOfIri, iri} from './model.js';

const CHOICES = {
  drawing: ['network', 'geo', 'time', 'cities'],
  colour: ['pillar', 'kind', 'sector', 'stage', 'group', 'partners', 'euros'],
  size: ['events', 'partners', 'euros', 'rank'],
};
// Two pillars, the one that gives first.
export const PAIRS = ['finance-venture', 'technology-venture', 'talent-venture', 'connection-venture', 'finance-technology', 'finance-connection',
  'technology-talent', 'technology-connection', 'talent-connection', 'finance-talent'];
const hiddenSets = ['pillars', 'kinds', 'ties'];

// The language of the reader's browser, else the one the page was written in.
const spoken = () => navigator.languages?.map(l => l.split('-')[0]).find(l => ['fr', 'en'].includes(l)) ?? M.raw.lang;

function fresh() {
  return {
    lang: spoken(),
    view: 'hubs', drawing: M.raw.opens, colour: 'pillar', size: 'events',
    pillars: new Set(), kinds: new Set(), ties: new Set(), // what is hidden
    sector: '', place: '', source: '', between: '', // ties of two pillars: 'finance-venture'
    from: M.years?.[0] ?? 0, to: M.years?.[1] ?? 0, undated: true, persons: false,
    actor: -1, event: -1, ego: 0, root: -1, grown: [], story: -1, path: null, gap: -1, lack: -1, group: -1,
    compare: null, list: false, camera: null,
  };
}

export const S = fresh();
const listeners = [];
export const onChange = f => listeners.push(f);

export function change(changes) {
  Object.assign(S, changes);
  for (const f of listeners) f(changes);
}

export function reset() {
  const {lang, list, drawing, story} = S;
  change({...fresh(), lang, list, drawing, story});
}

export function toHash() {
  const p = new URLSearchParams();
  const put = (key, value, usual) => { if (value !== usual) p.set(key, value); };
  const usual = fresh();
  p.set('lang', S.lang);
  put('view', S.view, usual.view);
  for (const key of ['drawing', 'colour', 'size']) put(key, S[key], usual[key]);
  for (const key of hiddenSets) if (S[key].size) p.set(`no-${key}`, [...S[key]].join(','));
  for (const key of ['sector', 'place', 'source', 'between', 'from', 'to']) put(key, S[key], usual[key]);
  if (!S.undated) p.set('undated', 'no');
  if (S.persons) p.set('persons', 'yes');
  put('lack', S.lack, -1);
  if (S.actor >= 0) p.set('actor', iri(S.actor));
  if (S.event >= 0) p.set('event', S.event);
  if (S.ego) p.set('ego', Number(S.ego));
  if (S.root >= 0) p.set('root', iri(S.root));
  if (S.grown.length) p.set('grown', S.grown.map(iri).join(' '));
  put('story', S.story, -1);
  if (S.path) p.set('path', S.path.map(iri).join(' '));
  put('gap', S.gap, -1);
  put('group', S.group, -1);
  if (S.compare) p.set('compare', S.compare.join('|'));
  if (S.list) p.set('list', 'yes');
  if (S.camera) p.set('camera', S.camera.map(v => +v.toPrecision(6)).join(','));
  return p.toString();
}

const number = (text, low, high, otherwise) => {
  const v = Number(text);
  return text !== null && Number.isInteger(v) && v >= low && v <= high ? v : otherwise;
};

export function fromHash(hash) {
  const p = new URLSearchParams(hash.replace(/^#/, ''));
  const next = fresh();
  if (['fr', 'en'].includes(p.get('lang'))) next.lang = p.get('lang');
  if (['hubs', 'all', 'gaps', 'introductions', ...M.overlays.map(o => o.name)].includes(p.get('view'))) next.view = p.get('view');
  for (const [key, known] of Object.entries(CHOICES)) if (known.includes(p.get(key))) next[key] = p.get(key);
  if (next.drawing === 'cities' && M.raw.ecosystems.discs.length < 2) next.drawing = 'network';
  for (const key of hiddenSets) if (p.has(`no-${key}`)) next[key] = new Set(p.get(`no-${key}`).split(','));
  for (const key of ['sector', 'place', 'source']) if (p.has(key)) next[key] = p.get(key);
  if (PAIRS.includes(p.get('between'))) next.between = p.get('between');
  next.from = number(p.get('from'), -1e4, 1e4, next.from);
  next.to = number(p.get('to'), -1e4, 1e4, next.to);
  next.undated = p.get('undated') !== 'no';
  next.persons = p.has('persons');
  next.lack = number(p.get('lack'), 0, M.lacks.length - 1, -1);
  if (p.has('actor')) next.actor = actorOfIri(p.get('actor'));
  next.event = number(p.get('event'), 0, M.events - 1, -1);
  next.ego = next.actor >= 0 && p.has('ego') ? number(p.get('ego'), 1, 3, 1) : 0;
  next.root = p.has('root') ? actorOfIri(p.get('root')) : -1;
  next.grown = (p.get('grown') ?? '').split(' ').map(actorOfIri).filter(a => a >= 0);
  next.story = number(p.get('story'), 0, (M.raw.story?.views.length ?? 0) - 1, -1);
  if (p.has('path')) {
    const ends = p.get('path').split(' ').map(actorOfIri);
    if (ends.length === 2 && ends.every(a => a >= 0)) next.path = ends;
  }
  next.gap = number(p.get('gap'), 0, M.gaps.length - 1, -1);
  next.group = number(p.get('group'), 0, 1e9, -1);
  if (p.has('compare')) next.compare = p.get('compare').split('|').slice(0, 2);
  next.list = p.has('list');
  const camera = (p.get('camera') ?? '').split(',').map(Number);
  if (camera.length === 3 && camera.every(Number.isFinite) && camera[2] > 0) next.camera = camera;
  return next;
}
