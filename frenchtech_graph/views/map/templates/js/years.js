// The window of years, and its play button.

import {$} from './dom.js';
import {M} from './model.js';
import {S, change} from './state.js';
import {V} from './visible.js';
import {count, t} from './words.js';

const PACE = 900; // milliseconds a year
let timer = 0;

export function drawYears() {
  $('years').hidden = !M.years;
  if (!M.years) return;
  for (const [id, year] of [['from', S.from], ['to', S.to]]) {
    $(id).value = year;
    $(`${id}-shown`).value = year;
  }
  $('undated').checked = S.undated;
  $('undated-count').textContent = count(V.undated);
  $('play').textContent = t(timer ? 'pause' : 'play');
}

function stop() {
  clearInterval(timer);
  timer = 0;
  drawYears();
}

function play() {
  if (timer) return stop();
  if (S.to >= M.years[1]) change({to: Math.max(S.from, M.years[0])});
  timer = setInterval(() => {
    if (S.to >= M.years[1]) return stop();
    change({to: S.to + 1});
  }, PACE);
  drawYears();
}

export function setUpYears() {
  if (!M.years) return;
  for (const id of ['from', 'to']) Object.assign($(id), {min: M.years[0], max: M.years[1], step: 1});
  $('from').addEventListener('input', e => change({from: +e.target.value, to: Math.max(S.to, +e.target.value)}));
  $('to').addEventListener('input', e => change({to: +e.target.value, from: Math.min(S.from, +e.target.value)}));
  $('undated').addEventListener('change', e => change({undated: e.target.checked}));
  $('play').addEventListener('click', play);
}
