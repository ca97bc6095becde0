// What the panel says while no actor is chosen: hubs in tiers, groups, gaps, introductions.

import {actorButton, unrolled} from './chips.js';
import {button, data, el, webLink} from './dom.js';
import {groupTitle, largeGroups} from './groups.js';
import {pillarRing} from './pillars.js';
import {M, byDegree, degree, isFirm, overlayOf} from './model.js';
import {neighbours} from './network.js';
import {S, change} from './state.js';
import {V, brings} from './visible.js';
import {count, decimal, groupName, pairName, pick, rankText, some, t, term} from './words.js';

const heading = text => el('h2', {id: 'sheet', tabIndex: -1}, text);

function summary() {
  return el('p', {className: 'summary'}, t('summary', some('actorCount', V.shown), some('tieCount', V.ties)),
    V.around > 0 && ` ${some('summaryAround', V.around)}`);
}

// A rank is never shown without its interval: a bar from the lowest to the highest, a dot between.
function interval(hub, worst) {
  const at = rank => `${(100 * (rank - 1) / Math.max(1, worst - 1)).toFixed(1)}%`;
  const width = `${(100 * (hub.high - hub.low) / Math.max(1, worst - 1)).toFixed(1)}%`;
  return el('span', {className: 'interval', 'aria-hidden': 'true'},
    el('i', {css: {left: at(hub.low), width}}), el('b', {css: {left: at(hub.rank)}}));
}

function hubSheet({choose}) {
  const ranked = M.hubs.filter(h => V.actor[h.a]);
  if (!ranked.length) return mostTied(choose);
  const tiers = new Map();
  for (const h of ranked) tiers.set(h.tier, [...(tiers.get(h.tier) ?? []), h]);
  const worst = Math.max(...ranked.map(h => h.high));
  return [
    heading(t('hubsTitle')),
    el('p', {className: 'note'}, t('hubsNote')),
    ...[...tiers].sort((a, b) => a[0] - b[0]).flatMap(([tier, rows]) => [
      el('h3', {}, t('tier', tier)),
      el('ul', {className: 'plain'}, ...rows.map(h => el('li', {className: h.hub ? 'hub' : ''},
        actorButton(h.a, choose, rankText(h)), interval(h, worst)))),
    ]),
  ];
}

function mostTied(choose) {
  const rows = byDegree.filter(i => V.actor[i]).slice(0, 15);
  return [heading(t('mostTied')), el('p', {className: 'note'}, t('noHubs')),
    el('ul', {className: 'plain'}, ...Array.from(rows, i => el('li', {}, actorButton(i, choose, some('tieCount', degree(i))))))];
}

function groupSheet({fit}) {
  const rows = largeGroups().slice(0, 12);
  if (!rows.length) return [];
  return [
    el('h3', {}, t('groups')),
    el('p', {className: 'note'}, t('groupsNote')),
    el('ul', {className: 'plain'}, ...rows.map(([g, members]) => el('li', {}, el('button', {
      type: 'button', className: 'group', 'aria-pressed': String(S.group === g),
      on: {click: () => { change({group: S.group === g ? -1 : g}); if (S.group >= 0) fit(members); }},
    }, el('b', {}, data(groupTitle(members))), el('small', {}, data(members.slice(0, 2).map(i => M.label[i]).join(', ')), ' · ', some('actorCount', members.length)))))),
  ];
}

const GRADES = new Map([['solid', 'solid'], ['probable', 'probable'], ['cannot tell', 'cannotTell'], ['recording problem', 'recording']]);
const gradeName = grade => GRADES.has(grade) ? t(GRADES.get(grade)) : grade;

const MOST_GAPS = 20;

function gapSheet() {
  if (!M.gaps.length && !M.lacks.length) return [heading(t('gapsTitle')), el('p', {className: 'note'}, t('noGaps'))];
  return [
    heading(t('lacksTitle')),
    ...lackItems(),
    el('h3', {}, t('pillarRing')),
    pillarRing(),
    el('h3', {}, t('gapsTitle')),
    el('p', {className: 'note'}, t('gapsNote')),
    !M.gaps.some(isFirm) && el('p', {}, el('b', {}, t('noFirmGaps'))),
    unrolled(M.gaps.map((gap, i) => () => gapItem(gap, i)), MOST_GAPS, el('ul', {className: 'plain'})),
  ];
}

function lackItems() {
  if (!M.lacks.length) return [el('p', {className: 'note'}, t('noLacks'))];
  return [el('p', {className: 'note'}, t('lacksNote')),
    el('ul', {className: 'plain'}, ...M.lacks.map((lack, i) => el('li', {className: `gap ${lack.grade}`},
      el('button', {type: 'button', className: 'group', 'aria-pressed': String(S.lack === i), on: {click: () => change({lack: S.lack === i ? -1 : i, gap: -1})}},
        el('b', {}, data(pick(lack.title))), el('small', {}, data(pick(lack.place)))),
      el('span', {className: 'grade'}, t(lack.grade === 'hint' ? 'hint' : GRADES.get(lack.grade) ?? lack.grade)),
      S.lack === i && lackEvidence(lack))))];
}

// What stands behind a lack: the sentence, who could act, what a statistician checks, the pages.
function lackEvidence(lack) {
  return el('div', {className: 'evidence'},
    el('p', {}, data(pick(lack.sentence))),
    pick(lack.act) && el('p', {}, data(pick(lack.act))),
    el('p', {className: 'note'}, data(pick(lack.reading))),
    lack.pages.length > 0 && el('ul', {className: 'sources', 'aria-label': t('sources')}, ...lack.pages.map(url => el('li', {}, webLink(url, url, t('opens'))))));
}

function gapItem(gap, i) {
  return el('li', {className: `gap ${GRADES.get(gap.grade) ?? ''}`},
    el('button', {type: 'button', className: 'group', 'aria-pressed': String(S.gap === i), on: {click: () => change({gap: S.gap === i ? -1 : i})}},
      el('b', {}, data(groupName(gap.row)), ' × ', data(groupName(gap.column))),
      el('small', {}, t('observedExpected', gap.observed === null ? '?' : decimal(gap.observed), gap.expected === null ? '?' : decimal(gap.expected)))),
    gap.grade && el('span', {className: 'grade'}, data(gradeName(gap.grade))),
    pick(gap.sentence) && el('p', {}, data(pick(gap.sentence))));
}

function introductionSheet({choose, fit}) {
  if (!M.introductions.length) return [heading(t('introductionsTitle')), el('p', {className: 'note'}, t('noIntroductions'))];
  return [
    heading(t('introductionsTitle')),
    el('p', {className: 'note'}, t('introductionsNote')),
    el('ul', {className: 'plain'}, ...M.introductions.map(({a, b, reason}) => el('li', {className: 'introduction'},
      actorButton(a, choose), actorButton(b, choose),
      pick(reason) && el('p', {}, data(pick(reason))),
      button(t('zoomTo'), () => fit([a, b]))))),
  ];
}

function overlaySheet({title, words, rows}, {choose, fit}) {
  if (!rows.length) return [heading(pick(title)), el('p', {className: 'note'}, pick(words.nothing))];
  return [
    heading(pick(title)),
    el('p', {className: 'note'}, pick(words.note)),
    el('ul', {className: 'plain'}, ...rows.map(({a, b, sentence}) => el('li', {className: 'introduction'},
      actorButton(a, choose), b !== undefined && actorButton(b, choose),
      pick(sentence) && el('p', {}, data(pick(sentence))),
      b !== undefined && button(t('zoomTo'), () => fit([a, b]))))),
  ];
}

// Ties between two pillars: who of the first is tied to whom of the second, the most tied first.
const MOST_BETWEEN = 40;
function betweenSheet({choose}) {
  const [one, other] = S.between.split('-');
  const rows = Array.from(byDegree).filter(i => V.actor[i] && brings(i, one)).map(i => [i, [...neighbours(i)].filter(n => brings(n, other))])
    .filter(([, partners]) => partners.length).sort((a, b) => b[1].length - a[1].length);
  return [
    heading(pairName(S.between)),
    el('p', {className: 'note'}, t(rows.length ? 'betweenNote' : 'noBetween')),
    unrolled(rows.map(([i, partners]) => () => el('li', {}, actorButton(i, choose), el('p', {className: 'role'}, data(partners.slice(0, 6).map(p => M.label[p]).join(', ')),
      partners.length > 6 && ` ${t('andMore', count(partners.length - 6))}`))), MOST_BETWEEN, el('ul', {className: 'plain'})),
  ];
}

export function overview(actions) {
  if (S.between) return [...betweenSheet(actions), summary()];
  if (overlayOf(S.view)) return [...overlaySheet(overlayOf(S.view), actions), summary()];
  const sheet = {gaps: gapSheet, introductions: introductionSheet}[S.view];
  if (sheet) return [...sheet(actions), summary()];
  if (S.view === 'all') return [heading(t('allTitle')), summary(), ...groupSheet(actions)];
  return [...hubSheet(actions), ...groupSheet(actions), summary()];
}
