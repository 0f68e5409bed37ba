// The desk: one table of a dossier, what the active row rests on, and the pictures it makes.
// Python keeps the rows and writes the file; this page shows them and says what a person did.
const PAUSE = { help: 120, beside: 120, picture: 350 }; // milliseconds without a key before anything is asked

function render({ model, el }) {
  const view = String(Math.random());
  const words = model.get('words');
  const send = (op, more = {}) => model.send({ op, view, ...more });
  let table = null;
  const timers = {};
  const later = (name, action) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(action, PAUSE[name]);
  };

  const status = make('div', { role: 'status', class: 'ct-status' });
  const help = make('div', { class: 'ct-help', 'aria-live': 'polite' });
  const beside = make('section', { class: 'ct-beside', 'aria-label': words.beside, tabindex: 0 });
  const pictures = make('section', { class: 'ct-pictures', 'aria-label': words.pictures, tabindex: 0 });
  const pick = make('select', {
    'aria-label': words.table, onchange: () => send('load', { table: pick.value }),
  });
  const button = (name, keys, action) => make('button', {
    type: 'button', title: keys, 'aria-keyshortcuts': keys.replace('Ctrl', 'Control'), onclick: action,
  }, words[name]);
  const act = {
    add: () => send('add', { at: grid.rows.length ? grid.at.row + 1 : 0 }),
    copy: () => grid.rows.length && send('copy', { at: grid.at.row }),
    delete: () => grid.rows.length && send('delete', { at: grid.at.row }),
    undo: () => send('undo'),
    redo: () => send('redo'),
  };
  const keys = { add: 'Ctrl+Enter', copy: 'Ctrl+D', delete: 'Ctrl+Backspace', undo: 'Ctrl+Z', redo: 'Ctrl+Y' };
  const buttons = Object.fromEntries(
    Object.keys(act).map(name => [name, button(name, keys[name], act[name])]));
  const absent = make('select', { 'aria-label': words.absent });
  const more = make('button', {
    type: 'button', onclick: () => absent.value && send('column', { name: absent.value }),
  }, words.column);
  const trouble = make('div', { class: 'ct-trouble', hidden: true, role: 'alert' });

  const grid = new Grid(words.grid, {
    commit: (at, column, value) => send('set', { at, column: table.columns[column].name, value }),
    type: (at, column, text) => {
      const { name, help: kind } = table.columns[column];
      if (kind) later('help', () => send('help', { at, column: name, text }));
      else say(table.columns[column].note);
    },
    move: (at, column) => {
      say(table.columns[column]?.note ?? '');
      later('beside', () => send('beside', { at }));
    },
    key: event => {
      if (!(event.ctrlKey || event.metaKey)) return false;
      const name = { Enter: 'add', d: 'copy', Backspace: 'delete', z: event.shiftKey ? 'redo' : 'undo',
        Z: 'redo', y: 'redo' }[event.key];
      if (name) act[name]();
      return Boolean(name);
    },
  });

  function say(text, candidates = []) {
    help.replaceChildren(text, ...candidates.map(({ text: label, cells, at, places }) => make('button', {
      type: 'button', class: 'ct-candidate', onmousedown: event => event.preventDefault(),
      onclick: () => { grid.go(grid.at.row, grid.at.column); send('fill', { at, cells, ...(places && { places }) }); grid.node.focus(); },
    }, label)));
  }

  const heard = {
    table(message) {
      table = message;
      pick.replaceChildren(...message.tables.map(name => make('option', { value: name }, name)));
      pick.value = message.table;
      absent.replaceChildren(...message.absent.map(name => make('option', { value: name }, name)));
      more.disabled = absent.disabled = !message.absent.length;
      grid.show(message.columns, message.rows);
      heard.state(message);
      heard.faults(message);
      later('picture', () => send('draw'));
      if (message.rows.length) grid.go(0, 0);
    },
    patch(message) {
      if (message.table !== table?.table) return;
      grid.patch(message.at, message.removed, message.rows);
      heard.state(message);
      if (message.view === view) {
        if (message.focus != null) grid.go(message.focus, grid.at.column);
        later('picture', () => send('draw'));
      }
    },
    state(message) {
      buttons.undo.disabled = !message.can_undo;
      buttons.redo.disabled = !message.can_redo;
      status.textContent = message.status;
      trouble.hidden = !message.trouble;
      trouble.replaceChildren(...(message.trouble ? [
        make('p', {}, message.trouble),
        button('again', 'save again', () => send('save')),
        button('reload', 'load again', () => send('load', { table: table.table })),
        button('aside', 'save beside', () => send('save_beside')),
      ] : []));
    },
    faults(message) {
      const marks = new Map();
      for (const { row, column, text } of message.faults) {
        if (!marks.has(row)) marks.set(row, new Map());
        for (const name of (column ?? '').split(',')) marks.get(row).set(name, text);
      }
      grid.mark(marks);
    },
    help(message) {
      if (message.view === view) say(message.text, message.candidates);
    },
    beside(message) {
      if (message.view !== view) return;
      beside.replaceChildren(...message.parts.map(({ kind, text, url }) => {
        if (kind === 'source' && url) {
          return make('p', {}, make('a', { href: url, rel: 'noopener', target: '_blank' }, text));
        }
        return make({ title: 'h2', heading: 'h3', passage: 'blockquote' }[kind] ?? 'p', {}, text);
      }));
    },
    checked(message) {
      heard.state(message);
      heard.faults(message);
      pictures.classList.toggle('ct-old', !message.is_sound);
    },
    picture({ place, alt, svg }) {
      const image = pictures.children[place] ?? pictures.appendChild(make('img'));
      image.alt = alt;
      image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
    },
  };
  const hear = message => {
    if (message.to == null || message.to === view) heard[message.op]?.(message);
  };
  model.on('msg:custom', hear);

  // JupyterLab takes single keys for itself wherever the focus is not in a field.
  const desk = make('div', {
    class: 'ct-desk', lang: words.lang, dir: words.dir, 'data-lm-suppress-shortcuts': 'true',
  },
  make('div', { class: 'ct-bar', role: 'toolbar', 'aria-label': words.tools }, pick, ...Object.values(buttons), absent, more, status),
  trouble,
  make('div', { class: 'ct-middle' },
    make('div', { class: 'ct-left' }, grid.node, help),
    make('div', { class: 'ct-right' }, beside, pictures)));
  el.append(desk);
  send('hello');
  return () => {
    model.off('msg:custom', hear);
    Object.values(timers).forEach(clearTimeout);
    grid.destroy();
    desk.remove();
  };
}

export default { render };
