// The reviewer: a text with its proposals, decided on by key. Python keeps the proposals and
// writes proposals.csv; this page shows them, says what a person did, and when.
function make(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (key.startsWith('on')) node.addEventListener(key.slice(2), value);
    else if (typeof value === 'boolean') node.toggleAttribute(key, value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

function svg(tag, props) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [key, value] of Object.entries(props)) node.setAttribute(key, value);
  return node;
}

function render({ model, el }) {
  const words = model.get('words');
  let rows = [];
  let byId = {};
  let state = { at: '', open: [], reviewed: 0, proposals: 0 };
  let text = '';

  const left = make('div', { class: 'cr-text', lang: words.lang, tabindex: 0, 'aria-label': words.text });
  const status = make('div', { role: 'status', class: 'cr-status' });
  const bar = make('progress', { 'aria-label': words.progress });
  const trouble = make('div', { role: 'alert', class: 'cr-trouble', hidden: true });
  const card = make('div', { class: 'cr-card', 'aria-live': 'polite' });
  const picks = make('ol', { class: 'cr-picks' });
  const open = make('ul', { class: 'cr-open', 'aria-label': words.sentence });
  const roles = make('select', { 'aria-label': words.role, onchange: () => send('change', { role: roles.value, ...typed() }) });
  const reason = make('input', { 'aria-label': words.reason, placeholder: words.reason });
  const gist = make('input', { 'aria-label': words.gist, placeholder: words.gist });
  const date = make('input', { 'aria-label': words.date, placeholder: words.date, spellcheck: 'false', oninput: () => ask() });
  const meaning = make('output', { class: 'cr-meaning' });
  const equal = make('input', { type: 'checkbox', id: `cr-${Math.random()}` });
  const map = svg('svg', { class: 'cr-map', role: 'img', 'aria-label': words.map });
  // What the machine missed: words of the text, and what they are.
  const missed = make('output', { class: 'cr-meaning' }, words.none);
  const what = make('select', { 'aria-label': words.what, onchange: () => drawMissed() });
  const value = make('input', { spellcheck: 'false' });
  const telling = make('input', {});
  const why = make('input', { 'aria-label': words.reason, placeholder: words.reason });
  const folder = make('input', { 'aria-label': words.folder, placeholder: words.folder });

  let places = [];  // of every word, from and to
  let picked = null;  // the words marked: where the marking began, and where it stands now
  const current = () => byId[state.at];
  const send = (op, more = {}) => {
    trouble.hidden = true;
    model.send({
      op, moment: `${new Date().toISOString().slice(0, 19)}Z`, reason: reason.value, gist: written(),
      equal: equal.checked, ...more,
    });
  };
  const written = () => (current()?.kind === 'event' && gist.value === current().label ? '' : gist.value);
  const ask = () => model.send({ op: 'meaning', value: date.value, lang: words.lang });
  const isDated = row => row.kind === 'time' || row.kind === 'event';
  const typed = () => {
    const row = current();
    return row && isDated(row) && date.value.trim() && date.value.trim() !== row.value ? { value: date.value.trim() } : {};
  };
  const act = {
    accept: () => (typed().value ? send('change', typed()) : send('accept')),
    reject: () => (reason.value.trim() ? send('reject') : reason.focus()),
    next: () => send('next'),
    undo: () => send('undo'),
    equal: () => { equal.checked = !equal.checked; },
    role: () => roles.focus(),
    sentence: () => send('sentence', { gist: '' }),
    add: () => (picked && document.activeElement === left ? what : left).focus(),
  };
  const keys = { a: 'accept', r: 'reject', n: 'next', u: 'undo', e: 'equal', s: 'sentence', c: 'role', m: 'add' };
  const button = key => make('button', {
    type: 'button', 'aria-keyshortcuts': key, onclick: act[keys[key]],
  }, `${words[keys[key]]} (${key})`);

  const root = make('div', { class: 'cr-review', lang: words.lang, tabindex: -1 },
    make('div', { class: 'cr-bar' }, button('a'), button('s'), button('r'), button('n'), button('u'),
      make('label', { for: equal.id }, equal, ` ${words.equal} (e)`), bar, status),
    trouble,
    make('div', { class: 'cr-middle' }, left,
      make('div', { class: 'cr-right' }, card,
        make('label', {}, `${words.role} (c) `, roles), picks, map, date, meaning, reason, gist, open,
        make('fieldset', { class: 'cr-add' }, make('legend', {}, `${words.add} (m)`), missed,
          make('label', {}, `${words.what} `, what), value, telling, why,
          make('button', { type: 'button', onclick: () => add() }, words.add)),
        make('div', { class: 'cr-bar' }, folder, make('button', {
          type: 'button', onclick: () => send('dossier', { folder: folder.value }),
        }, words.dossier)))));
  root.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === reason && event.key === 'Enter') { act.reject(); root.focus(); return; }
    if (event.target === date && event.key === 'Enter') { act.accept(); root.focus(); return; }
    if (event.target === gist && event.key === 'Enter') { act.accept(); root.focus(); return; }
    if ([what, value, telling, why].includes(event.target) && event.key === 'Enter') {
      event.preventDefault();
      add();
      return;
    }
    if (event.target === left && event.key.startsWith('Arrow')) {
      event.preventDefault();
      walk(event.key, event.shiftKey);
      return;
    }
    if (event.key === 'Escape') { root.focus(); return; }
    if (['INPUT', 'SELECT'].includes(event.target.tagName) && event.target !== equal) return;
    const row = current();
    if (keys[event.key]) act[keys[event.key]]();
    else if (/^[1-9]$/.test(event.key) && row && row.candidates[event.key - 1]) {
      send('take', { value: row.candidates[event.key - 1].value });
    } else return;
    event.preventDefault();
  });

  const wordAt = at => {
    const found = places.findIndex(([, to]) => to > at);
    return found < 0 ? places.length - 1 : found;
  };
  const marks = () => {
    const [from, to] = [Math.min(...picked), Math.max(...picked)];
    return [places[from][0], places[to][1]];
  };

  // Where a character of the text stands on the page.
  function spot(at) {
    const part = [...left.querySelectorAll('[data-from]')].find(one => +one.dataset.from <= at && at <= +one.dataset.to);
    return part && [part.firstChild, at - part.dataset.from];
  }

  function box(word) {
    const range = document.createRange();
    range.setStart(...spot(places[word][0]));
    range.setEnd(...spot(places[word][0] + 1));
    return range.getBoundingClientRect();
  }

  // The next word to either side, or the one above or below.
  function beside(word, key) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
    if (key === 'ArrowRight' || key === 'ArrowLeft') return Math.max(0, Math.min(places.length - 1, word + step));
    const from = box(word);
    let at = word;
    while (places[at + step]) {
      at += step;
      const there = box(at);
      const isPast = step > 0 ? there.right >= from.left : there.left <= from.left;
      const lines = step * (there.top - from.top) / from.height;
      if ((lines > 0.5 && isPast) || lines > 2.5) break;
    }
    return at;
  }

  function walk(key, isMore) {
    if (!places.length) return;
    const start = picked || (current() ? [wordAt(current().start), wordAt(current().start)] : null);
    const to = picked ? beside(picked[1], key) : (start || [0])[0];
    picked = [isMore && picked ? picked[0] : to, to];
    const [from, end] = marks();
    getSelection().setBaseAndExtent(...spot(from), ...spot(end));
    left.scrollTop += Math.min(0, box(to).top - left.getBoundingClientRect().top - 20);
    left.scrollTop += Math.max(0, box(to).bottom - left.getBoundingClientRect().bottom + 20);
    drawMissed();
  }

  // What is selected with the mouse or a finger, made whole words.
  function pick() {
    const chosen = getSelection();
    if (chosen.isCollapsed || !left.contains(chosen.anchorNode) || !left.contains(chosen.focusNode)) return;
    const offset = (node, at) => {
      const part = (node.nodeType === 3 ? node.parentNode : node).closest('[data-from]');
      return part ? +part.dataset.from + (node.nodeType === 3 ? at : 0) : null;
    };
    const ends = [offset(chosen.anchorNode, chosen.anchorOffset), offset(chosen.focusNode, chosen.focusOffset)];
    if (ends.includes(null)) return;
    const [from, to] = [Math.min(...ends), Math.max(...ends)];
    picked = [wordAt(from), Math.max(wordAt(from), wordAt(to - 1))];
    drawMissed();
  }

  function drawMissed() {
    missed.textContent = picked ? `“${text.slice(...marks())}”` : words.none;
    const asked = { time: words.date, event: words.date, statement: words.speaker }[what.value] || words.name;
    value.hidden = what.value === 'place';
    telling.hidden = what.value !== 'event' && what.value !== 'statement';
    const told = what.value === 'event' ? words.title : words.gist;
    for (const [field, label] of [[value, asked], [telling, told]]) {
      field.placeholder = label;
      field.setAttribute('aria-label', label);
    }
  }

  function add() {
    if (!picked) { left.focus(); return; }
    const [start, end] = marks();
    send('add', {
      what: what.value, start, end, words: text.slice(start, end), value: value.hidden ? '' : value.value.trim(),
      gist: telling.hidden ? '' : telling.value.trim(), reason: why.value,
    });
  }

  function drawText() {
    const marked = rows.filter(row => row.kind === 'mention' || row.kind === 'time');
    const edges = new Set([0, text.length]);
    for (const row of marked) { edges.add(row.start); edges.add(row.end); }
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) { edges.add(i); edges.add(i + 1); }
    const stops = [...edges].sort((a, b) => a - b);
    const byLength = [...marked].sort((a, b) => (a.end - a.start) - (b.end - b.start));
    left.replaceChildren();
    let paragraph = make('p');
    for (let i = 0; i + 1 < stops.length; i += 1) {
      const [from, to] = [stops[i], stops[i + 1]];
      const part = text.slice(from, to);
      if (part === '\n') { left.append(paragraph); paragraph = make('p'); continue; }
      const row = byLength.find(r => r.start <= from && to <= r.end);
      if (!row) {
        paragraph.append(make('span', { 'data-from': from, 'data-to': to }, part));
      } else {
        paragraph.append(make('mark', {
          'data-id': row.id, 'data-from': from, 'data-to': to, class: `cr-${row.role}`,
          onclick: () => send('go', { id: row.id }),
        }, part));
      }
    }
    left.append(paragraph);
  }

  function drawState() {
    const row = current();
    for (const mark of left.querySelectorAll('[data-from]')) {
      const own = byId[mark.dataset.id];
      if (own) mark.className = `cr-${own.role} ${own.decision ? `cr-is-${own.decision}` : ''}`;
      const inside = row && row.start <= +mark.dataset.from && +mark.dataset.to <= row.end;
      mark.classList.toggle('cr-here', Boolean(inside));
    }
    const here = left.querySelector('.cr-here');
    if (here) left.scrollTop += here.getBoundingClientRect().top - left.getBoundingClientRect().top - left.clientHeight / 3;
    bar.max = state.proposals || 1;
    bar.value = state.reviewed;
    status.textContent = words.count.replace('{reviewed}', state.reviewed).replace('{n}', state.proposals);
    if (!row) return;
    const line = (name, value) => (value ? [make('dt', {}, words[name]), make('dd', {}, String(value))] : []);
    card.replaceChildren(make('h3', {}, row.surface), make('dl', {},
      ...line('kind', words[row.kind]), ...line('value', row.label || row.value), ...line('detail', row.detail),
      ...line('rule', `${row.rule} (${row.score})`), ...line('decision', words[row.decision] || row.decision),
      ...line('reason', row.reason)));
    roles.replaceChildren(...row.roles.map(role => make('option', { value: role, selected: role === row.role }, role)));
    picks.replaceChildren(...row.candidates.map(one => make('li', { class: one.value === row.value ? 'cr-chosen' : '' },
      make('button', { type: 'button', onclick: () => send('take', { value: one.value }) }, one.words))));
    // What is said, or what an event is called: the words of the text until a person has better.
    const hasWords = row.kind === 'statement' || row.kind === 'event';
    gist.hidden = !hasWords;
    gist.value = hasWords ? row.gist || (row.kind === 'event' ? row.label : '') : '';
    const asked = row.kind === 'event' ? words.title : words.gist;
    gist.placeholder = asked;
    gist.setAttribute('aria-label', asked);
    date.hidden = meaning.hidden = !isDated(row);
    date.value = isDated(row) ? row.value : '';
    meaning.textContent = '';
    if (date.value) ask();
    drawOpen();
    drawMap(row);
  }

  // The names and dates that one key accepts: what each is taken for stands beside it.
  function drawOpen() {
    const names = state.open.map(id => byId[id]);
    open.replaceChildren(...names.map(r => make('li', {}, `${r.surface}: ${[r.role, r.label || r.value].filter(Boolean).join(', ')}`)));
    open.hidden = !names.length;
  }

  function drawMap(row) {
    const points = row.candidates.filter(one => one.point);
    map.toggleAttribute('hidden', !points.length);
    map.replaceChildren();
    if (!points.length) return;
    const first = points.find(one => one.value === row.value) || points[0];
    const [x, y] = first.point;
    const width = Math.min(360, Math.max(30, ...points.slice(0, 4).map(one => 2.4 * Math.abs(one.point[0] - x))));
    map.setAttribute('viewBox', `${x - width / 2} ${-y - width / 3} ${width} ${width / 1.5}`);
    map.append(svg('path', { d: model.get('land'), class: 'cr-land' }));
    for (const one of points) {
      map.append(svg('circle', {
        cx: one.point[0], cy: -one.point[1], r: width / 60, 'stroke-width': width / 200,
        class: one === first ? 'cr-point cr-chosen' : 'cr-point',
      }));
    }
  }

  const hear = message => {
    if (message.kind === 'trouble') {
      trouble.hidden = false;
      trouble.textContent = message.text;
    } else if (message.kind === 'meaning') {
      if (message.value === date.value) meaning.textContent = message.text;
    } else if (message.kind === 'written') {
      trouble.hidden = false;
      trouble.replaceChildren(make('p', {}, `${words.written} ${message.folder}`),
        make('ul', {}, ...message.left_out.map(one => make('li', {}, one))));
    } else {
      if (message.kind === 'all') {
        ({ text, rows } = message);
        places = [...text.matchAll(/[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}]|[’'.-](?=[\p{L}\p{N}]))*/gu)]
          .map(word => [word.index, word.index + word[0].length]);
        what.replaceChildren(...message.kinds.map(kind => make('option', { value: kind }, words[kind])));
        drawMissed();
      } else {
        for (const row of message.rows) {
          if (byId[row.id]) Object.assign(byId[row.id], row);
          else { rows.push(row); root.focus(); }
        }
        rows = rows.filter(row => !message.gone.includes(row.id));
        reason.value = '';
        equal.checked = false;
      }
      if (message.kind === 'all' || message.gone.length || rows.length !== Object.keys(byId).length) {
        byId = Object.fromEntries(rows.map(row => [row.id, row]));
        drawText();
        picked = null;
        for (const field of [value, telling, why]) field.value = '';
        drawMissed();
      }
      state = message;
      drawState();
    }
  };
  model.on('msg:custom', hear);
  left.addEventListener('mouseup', pick);
  el.append(root);
  send('load');
  return () => model.off('msg:custom', hear);
}

export default { render };
