// A table of any length by the keyboard. Only the rows in sight are in the page; the grid itself
// keeps the focus and names the active cell (ARIA grid, aria-activedescendant), so that a row which
// is scrolled away takes no focus with it.
const ROW = 30; // CSS pixels; the style sheet says the same
const SPARE = 6; // rows drawn beyond either edge
let grids = 0;

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, '');
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter(child => child != null));
  return node;
}

class Grid {
  // columns: {name, header, note, kind, needed, options, width}; rows: arrays of text.
  // on: {commit(at, column, text), type(at, column, text), move(at, column), key(event)}
  constructor(label, on) {
    this.on = on;
    this.id = `ct-grid-${(grids += 1)}`;
    this.columns = [];
    this.rows = [];
    this.marks = new Map();
    this.at = { row: 0, column: 0 };
    this.head = make('div', { role: 'row', 'aria-rowindex': 1, class: 'ct-row ct-head' });
    this.body = make('div', { role: 'rowgroup', class: 'ct-body' });
    this.node = make('div', {
      role: 'grid', 'aria-label': label, tabindex: 0, class: 'ct-grid',
      onkeydown: event => this.#key(event),
      onscroll: () => this.#draw(),
    }, make('div', { role: 'rowgroup', class: 'ct-headgroup' }, this.head), this.body);
    this.body.addEventListener('mousedown', event => this.#point(event));
    this.body.addEventListener('dblclick', () => this.edit());
    this.watcher = new ResizeObserver(() => this.#draw());
    this.watcher.observe(this.node);
  }

  destroy() { this.watcher.disconnect(); }

  show(columns, rows) {
    this.#close();
    this.columns = columns;
    this.rows = rows;
    this.at = { row: 0, column: 0 };
    this.width = columns.reduce((sum, column) => sum + column.width, 0);
    this.node.setAttribute('aria-colcount', columns.length);
    this.head.replaceChildren(...columns.map((column, k) => make('div', {
      role: 'columnheader', 'aria-colindex': k + 1, title: column.note,
      class: `ct-cell${column.needed ? ' ct-needed' : ''}`, style: `width:${column.width}px`,
    }, column.header)));
    this.node.scrollTo(0, 0);
    this.#count();
  }

  // Takes the rows in place of those that were there; the active cell stays with its row.
  patch(at, removed, inserted) {
    this.rows.splice(at, removed, ...inserted);
    const shift = inserted.length - removed;
    if (this.at.row >= at + removed && removed + inserted.length !== 2) this.at.row += shift;
    this.#count();
  }

  mark(marks) {
    this.marks = marks;
    this.#draw();
  }

  go(row, column) {
    this.#close();
    this.at = {
      row: Math.max(0, Math.min(row, this.rows.length - 1)),
      column: Math.max(0, Math.min(column, this.columns.length - 1)),
    };
    const top = this.at.row * ROW;
    const seen = this.node.clientHeight - 2 * ROW;
    if (top < this.node.scrollTop) this.node.scrollTop = top;
    else if (top > this.node.scrollTop + seen) this.node.scrollTop = top - seen;
    const left = this.columns.slice(0, this.at.column).reduce((sum, c) => sum + c.width, 0);
    const width = this.columns[this.at.column]?.width ?? 0;
    if (left < this.node.scrollLeft) this.node.scrollLeft = left;
    else if (left + width > this.node.scrollLeft + this.node.clientWidth) {
      this.node.scrollLeft = left + width - this.node.clientWidth;
    }
    this.#draw();
    this.on.move(this.at.row, this.at.column);
  }

  edit(first) {
    const column = this.columns[this.at.column];
    if (!column || !this.rows[this.at.row] || this.editor) return;
    const was = this.rows[this.at.row][this.at.column];
    const label = `${column.header}, ${this.at.row + 1}`;
    const attributes = { class: 'ct-editor', 'aria-label': label };
    if (column.kind === 'choice') {
      const known = column.options.some(([value]) => value === was) || was === '';
      const options = known ? column.options : [[was, was], ...column.options];
      this.editor = make('select', attributes, make('option', { value: '' }, ''),
        ...options.map(([value, text]) => make('option', { value }, text)));
      this.editor.value = was;
    } else {
      const list = column.options?.length ? `${this.id}-list` : null;
      this.editor = make('input', { ...attributes, type: 'text', list, autocomplete: 'off',
        dir: 'auto', spellcheck: 'false' });
      this.editor.value = first ?? was;
      if (list) {
        this.list = make('datalist', { id: list },
          ...column.options.map(([value, text]) => make('option', { value }, text)));
        this.node.append(this.list);
      }
      this.editor.addEventListener('input', () => this.#typed());
    }
    this.editor.addEventListener('keydown', event => this.#editorKey(event));
    this.editor.addEventListener('blur', () => this.#commit());
    this.#draw();
    this.editor.focus();
    if (first === undefined) this.editor.select?.();
    this.#typed();
  }

  #typed() { this.on.type(this.at.row, this.at.column, this.editor.value); }

  #commit() {
    if (!this.editor) return;
    const text = this.editor.value.trim();
    const { row, column } = this.at;
    this.#close();
    if (text !== this.rows[row][column]) this.on.commit(row, column, text);
  }

  #close() {
    const editor = this.editor;
    this.editor = null; // before it is taken out: its blur must find nothing to commit
    editor?.remove();
    this.list?.remove();
    this.list = null;
    if (editor) this.#draw();
  }

  #editorKey(event) {
    event.stopPropagation();
    const steps = { Enter: [event.shiftKey ? -1 : 1, 0], Tab: [0, event.shiftKey ? -1 : 1] };
    if (event.isComposing) return;
    if (event.key === 'Escape') this.#close();
    else if (steps[event.key]) {
      const [down, right] = steps[event.key];
      this.#commit();
      this.go(this.at.row + down, this.at.column + right);
    } else return;
    event.preventDefault();
    this.node.focus();
  }

  #key(event) {
    if (event.target !== this.node) return;
    const { row, column } = this.at;
    const page = Math.max(1, Math.floor(this.node.clientHeight / ROW) - 2);
    const isCommand = event.ctrlKey || event.metaKey;
    const moves = {
      ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1],
      PageUp: [row - page, column], PageDown: [row + page, column],
      Home: [isCommand ? 0 : row, 0],
      End: [isCommand ? this.rows.length - 1 : row, this.columns.length - 1],
    };
    if (moves[event.key]) this.go(...moves[event.key]);
    else if (this.on.key(event)) { /* done by the desk */ }
    else if (event.key === 'Enter' || event.key === 'F2') this.edit();
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      if (this.rows[row]?.[column]) this.on.commit(row, column, '');
    } else if (event.key === 'Process' || event.key === 'Dead') {
      this.edit(''); // an input method needs a field to compose in
      return;
    } else if (event.key.length === 1 && !isCommand && !event.altKey) this.edit(event.key);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #point(event) {
    const cell = event.target.closest('[role=gridcell]');
    if (!cell || cell.contains(this.editor)) return;
    event.preventDefault();
    this.#commit();
    this.node.focus();
    this.go(Number(cell.dataset.row), Number(cell.dataset.column));
  }

  #count() {
    this.node.setAttribute('aria-rowcount', this.rows.length + 1);
    this.body.style.height = `${this.rows.length * ROW}px`;
    this.body.style.width = this.head.style.width = `${this.width}px`;
    this.at.row = Math.max(0, Math.min(this.at.row, this.rows.length - 1));
    this.#draw();
  }

  #draw() {
    if (this.editor?.isConnected && this.drawn) return; // it would lose what is being typed
    const first = Math.max(0, Math.floor(this.node.scrollTop / ROW) - SPARE);
    const seen = Math.ceil((this.node.clientHeight || 420) / ROW) + 2 * SPARE;
    const shown = new Set(Array.from(
      { length: Math.max(0, Math.min(this.rows.length, first + seen) - first) }, (_, k) => first + k));
    if (this.rows.length) shown.add(this.at.row);
    this.body.replaceChildren(...[...shown].sort((a, b) => a - b).map(row => this.#row(row)));
    if (this.rows.length) this.node.setAttribute('aria-activedescendant', `${this.id}-active`);
    else this.node.removeAttribute('aria-activedescendant');
    this.drawn = true;
  }

  #row(row) {
    const marks = this.marks.get(row);
    return make('div', {
      role: 'row', 'aria-rowindex': row + 2, class: 'ct-row', style: `top:${row * ROW}px`,
    }, ...this.columns.map((column, k) => {
      const isActive = row === this.at.row && k === this.at.column;
      const problem = marks?.get(column.name);
      const cell = make('div', {
        role: 'gridcell', 'aria-colindex': k + 1, dir: 'auto', 'data-row': row, 'data-column': k,
        'aria-selected': isActive, 'aria-invalid': problem ? 'true' : null, title: problem,
        id: isActive ? `${this.id}-active` : null, style: `width:${column.width}px`,
        class: `ct-cell${isActive ? ' ct-active' : ''}${problem ? ' ct-wrong' : ''}`,
      });
      cell.setAttribute('aria-selected', String(isActive));
      if (isActive && this.editor) cell.append(this.editor);
      else cell.textContent = this.rows[row][k];
      return cell;
    }));
  }
}
