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
  let state = { at: '', reviewed: 0, proposals: 0 };
  let text = '';

  const left = make('div', { class: 'cr-text', lang: words.lang, tabindex: 0, 'aria-label': words.text });
  const status = make('div', { role: 'status', class: 'cr-status' });
  const bar = make('progress', { 'aria-label': words.progress });
  const trouble = make('div', { role: 'alert', class: 'cr-trouble', hidden: true });
  const card = make('div', { class: 'cr-card', 'aria-live': 'polite' });
  const picks = make('ol', { class: 'cr-picks' });
  const roles = make('select', { 'aria-label': words.role, onchange: () => send('change', { role: roles.value, ...typed() }) });
  const reason = make('input', { 'aria-label': words.reason, placeholder: words.reason });
  const gist = make('input', { 'aria-label': words.gist, placeholder: words.gist });
  const date = make('input', { 'aria-label': words.date, placeholder: words.date, spellcheck: 'false', oninput: () => ask() });
  const meaning = make('output', { class: 'cr-meaning' });
  const equal = make('input', { type: 'checkbox', id: `cr-${Math.random()}` });
  const map = svg('svg', { class: 'cr-map', role: 'img', 'aria-label': words.map });
  const folder = make('input', { 'aria-label': words.folder, placeholder: words.folder });

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
  };
  const keys = { a: 'accept', r: 'reject', n: 'next', u: 'undo', e: 'equal', c: 'role' };
  const button = key => make('button', {
    type: 'button', 'aria-keyshortcuts': key, onclick: act[keys[key]],
  }, `${words[keys[key]]} (${key})`);

  const root = make('div', { class: 'cr-review', lang: words.lang, tabindex: -1 },
    make('div', { class: 'cr-bar' }, button('a'), button('r'), button('n'), button('u'),
      make('label', { for: equal.id }, equal, ` ${words.equal} (e)`), bar, status),
    trouble,
    make('div', { class: 'cr-middle' }, left,
      make('div', { class: 'cr-right' }, card,
        make('label', {}, `${words.role} (c) `, roles), picks, map, date, meaning, reason, gist,
        make('div', { class: 'cr-bar' }, folder, make('button', {
          type: 'button', onclick: () => send('dossier', { folder: folder.value }),
        }, words.dossier)))));
  root.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target === reason && event.key === 'Enter') { act.reject(); root.focus(); return; }
    if (event.target === date && event.key === 'Enter') { act.accept(); root.focus(); return; }
    if (event.target === gist && event.key === 'Enter') { act.accept(); root.focus(); return; }
    if (event.key === 'Escape') { root.focus(); return; }
    if (['INPUT', 'SELECT'].includes(event.target.tagName) && event.target !== equal) return;
    const row = current();
    if (keys[event.key]) act[keys[event.key]]();
    else if (/^[1-9]$/.test(event.key) && row && row.candidates[event.key - 1]) {
      send('take', { value: row.candidates[event.key - 1].value });
    } else return;
    event.preventDefault();
  });

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
    drawMap(row);
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
        byId = Object.fromEntries(rows.map(row => [row.id, row]));
        drawText();
      } else {
        for (const row of message.rows) Object.assign(byId[row.id], row);
        reason.value = '';
        equal.checked = false;
      }
      state = message;
      drawState();
    }
  };
  model.on('msg:custom', hear);
  el.append(root);
  send('load');
  return () => model.off('msg:custom', hear);
}

export default { render };
