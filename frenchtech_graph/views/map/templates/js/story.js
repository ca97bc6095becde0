// A story: views in an order, a caption each; arrow keys go on and back.

import {$, button, data, el} from './dom.js';
import {M} from './model.js';
import {S, change, fromHash} from './state.js';
import {count, pick, t} from './words.js';

const views = M.raw.story?.views ?? [];

export function drawStory() {
  $('story-open').hidden = !views.length;
  $('story-open').setAttribute('aria-pressed', String(S.story >= 0));
  $('story').hidden = S.story < 0;
  if (S.story < 0) return;
  $('story-caption').replaceChildren(data(pick(views[S.story].caption)));
  $('story-step').textContent = t('pageOf', count(S.story + 1), count(views.length));
  $('story-back').disabled = S.story === 0;
  $('story-on').disabled = S.story === views.length - 1;
}

export function setUpStory({showDrawing, fitLit}) {
  function tell(n) {
    if (n < 0 || n >= views.length) return;
    const {lang, list, compare} = S;
    change({...fromHash(views[n].address), lang, list, compare, camera: null, story: n});
    showDrawing();
    if (S.actor >= 0 && S.ego) fitLit();
  }
  const end = () => { change({story: -1}); $('story-open').focus(); };
  $('story-open').addEventListener('click', () => S.story < 0 ? tell(0) : end());
  $('story').append(
    el('p', {id: 'story-caption', 'aria-live': 'polite'}),
    el('div', {className: 'actions'},
      button('←', () => tell(S.story - 1), {id: 'story-back'}), el('span', {id: 'story-step'}),
      button('→', () => tell(S.story + 1), {id: 'story-on'}), button('×', end, {id: 'story-end'})));
  document.addEventListener('keydown', e => {
    if (S.story < 0 || e.altKey || e.ctrlKey || e.metaKey || e.target.matches('input, select, textarea')) return;
    const by = {ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1}[e.key];
    if (by) tell(S.story + by);
    else if (e.key === 'Escape') end();
    else return;
    e.preventDefault();
    e.stopPropagation();
  }, {capture: true});
  for (const [id, word] of [['story-back', 'previous'], ['story-on', 'next'], ['story-end', 'endStory']]) $(id).dataset.label = word;
}
