// The words of the interface, and the names of terms, in the language chosen.

import {readJson} from './dom.js';
import {M} from './model.js';
import {S} from './state.js';

const WORDS = readJson('words');
for (const overlay of M.overlays) WORDS[`view-${overlay.name}`] = overlay.words.button;
const at = () => S.lang === 'fr' ? 0 : 1;

export const t = (key, ...values) =>
  (WORDS[key]?.[at()] ?? key).replace(/\{(\d)\}/g, (_, i) => String(values[i]));

// "FundingRound" reads "Funding round" where the ontology gave no name.
const plain = name => {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/-/g, ' ');
  return spaced.charAt(0).toUpperCase() + spaced.slice(1).toLowerCase();
};
const capital = text => text.charAt(0).toLocaleUpperCase(S.lang) + text.slice(1);
const named = name => Object.hasOwn(M.labels, name) ? M.labels[name][at()] : null;
export const term = name => capital(named(name) ?? (/^[A-Za-z-]+$/.test(name) ? plain(name) : name));
export const role = name => named(name) ?? plain(name).toLowerCase();
export const pick = pair => pair?.[at()] ?? pair?.[0] ?? pair?.[1] ?? '';
export const title = () => M.title[S.lang] ?? Object.values(M.title)[0];
// Formats are kept: making one takes longer than using it a thousand times.
const formats = new Map();
const format = (kind, options) => {
  const key = S.lang + kind;
  if (!formats.has(key)) formats.set(key, new Intl.NumberFormat(S.lang, options));
  return formats.get(key);
};
export const count = n => format('count', {}).format(n);
// A count with its noun, in the singular for one (in French for none too).
export const some = (key, n) => t(n === 1 || (n === 0 && S.lang === 'fr') ? `${key}One` : key, count(n));
export const decimal = n => format('decimal', {maximumFractionDigits: 1}).format(n);
export const money = n => format('money', {
  style: 'currency', currency: 'EUR', notation: 'compact', maximumFractionDigits: 1,
}).format(n);
export const day = text => {
  const parts = /^(\d{4})(?:-(\d\d))?(?:-(\d\d))?$/.exec(text);
  if (!parts || !parts[2]) return text;
  const date = new Date(Date.UTC(+parts[1], +parts[2] - 1, +(parts[3] ?? 1)));
  const form = {year: 'numeric', month: 'short', timeZone: 'UTC'};
  return date.toLocaleDateString(S.lang, parts[3] ? {...form, day: 'numeric'} : form);
};
// What a group of a gap is called: a place by its name, the rest as the ontology has it.
const PLACES = {region: 'r', department: 'd', place: 'c'};
export const groupName = ({attribute, value}) => {
  const place = Object.hasOwn(PLACES, attribute ?? '') ? M.raw.places[PLACES[attribute] + value] : undefined;
  return place ?? term(value);
};
export const pillarName = name => name === 'other' ? t('noPillar') : term(name);
export const pairName = pair => pair.split('-').map(pillarName).join(' – ');
export const rankText = ({low, high}) => low === high ? t('rankFirm', decimal(low)) : t('rankBetween', decimal(low), decimal(high));
