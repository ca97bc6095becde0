// The search of the server (views/search/index.py) in a browser: the same words, ranks and near words.

// `data` holds letters, weights, rules and the texts of notes; a thing is found by its number: `name(at)`,
// `others(at)`, `notes(at)` (numbers of texts) and `address(at)` tell of it.
export function makeSearch(data, size, {name, others, notes, address}) {
  const letters = new Map(Object.entries(data.letters));
  const fold = text => [...text].map(c => letters.get(c) ?? c).join('')
    .normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

  let made = null; // the index, made when it is first asked
  const index = () => {
    if (made) return made;
    const postings = new Map(), texts = data.notes.map(note => fold(note).split(' '));
    const names = Array.from({length: size}, (_, at) => fold(name(at)));
    const add = (word, at, weight) => {
      if (!word) return;
      let posting = postings.get(word);
      if (!posting) postings.set(word, posting = new Map());
      if ((posting.get(at) ?? 0) < weight) posting.set(at, weight);
    };
    for (let at = 0; at < size; at++) {
      for (const word of names[at].split(' ')) add(word, at, data.weights[0]);
      for (const other of others(at)) for (const word of fold(other).split(' ')) add(word, at, data.weights[1]);
      for (const note of notes(at)) for (const word of texts[note]) add(word, at, data.weights[2]);
    }
    return made = {postings, names, words: [...postings.keys()].sort()};
  };

  const withPrefix = prefix => {
    const {words, postings} = index(), found = new Map();
    let low = 0;
    for (let high = words.length; low < high;) {
      const middle = (low + high) >> 1;
      if (words[middle] < prefix) low = middle + 1; else high = middle;
    }
    for (; low < words.length && words[low].startsWith(prefix); low++) {
      const exact = words[low] === prefix ? 1 : 0;
      for (const [at, weight] of postings.get(words[low])) {
        const score = 2 * weight + exact;
        if ((found.get(at) ?? 0) < score) found.set(at, score);
      }
    }
    return found;
  };

  const before = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const ranked = words => {
    let scores = null;
    for (const word of words) {
      const found = withPrefix(word);
      if (scores === null) { scores = found; continue; }
      const both = new Map();
      for (const [at, score] of scores) if (found.has(at)) both.set(at, score + found.get(at));
      scores = both;
    }
    const whole = words.join(' '), {names} = index();
    return [...(scores ?? new Map())].sort(([a, x], [b, y]) =>
      (names[a] !== whole) - (names[b] !== whole) || y - x || names[a].length - names[b].length
      || before(names[a], names[b]) || before(address(a), address(b))).map(([at]) => at);
  };

  // Optimal string alignment: letters missing, added, changed, or two that changed places.
  const distance = (a, b) => {
    let two = [], one = Array.from({length: b.length + 1}, (_, j) => j);
    for (let i = 1; i <= a.length; i++) {
      const row = [i];
      for (let j = 1; j <= b.length; j++) {
        row[j] = Math.min(one[j] + 1, row[j - 1] + 1, one[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], two[j - 2] + 1);
      }
      two = one;
      one = row;
    }
    return one[b.length];
  };
  const near = word => {
    if (word.length < data.rules.shortest) return [];
    const far = word.length >= data.rules.long ? 2 : 1;
    let least = far, found = [];
    for (const other of index().words) {
      if (Math.abs(other.length - word.length) > far) continue;
      const d = distance(word, other);
      if (d < least) { least = d; found = [other]; } else if (d === least) found.push(other);
    }
    return found.slice(0, data.rules.near);
  };
  const meant = word => {
    const single = word.length > 2 && /[sx]$/.test(word) ? word.slice(0, -1) : null;
    for (const one of [word, single]) if (one && withPrefix(one).size) return one;
    return near(word).reduce((best, w) =>
      (best === null || index().postings.get(w).size > index().postings.get(best).size ? w : best), null) ?? word;
  };

  // Numbers of what a text finds, best first; `meant` is the text taken instead of one that finds nothing.
  const find = text => {
    const words = fold(text).split(' ').filter(Boolean).slice(0, data.rules.words);
    const hits = ranked(words);
    if (hits.length || !words.length) return {hits, meant: null};
    const other = words.map(meant);
    return other.join(' ') === words.join(' ') ? {hits, meant: null} : {hits: ranked(other), meant: other.join(' ')};
  };
  return {fold, find};
}
