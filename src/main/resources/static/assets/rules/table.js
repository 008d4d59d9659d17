// The dmn-js editor of the draft, with the functions that toolbar and panels need. A draft has one table or several;
// one of them is shown.

const ROW = 'enlist.rows';

/** Runs several changes of rows as one step, so that one undo takes them back. */
class RowsHandler {
  constructor(modeling) {
    this.modeling = modeling;
  }

  preExecute(context) {
    context.work(this.modeling);
  }
}
RowsHandler.$inject = ['modeling'];

export class Table {
  /**
   * @param changed called at each edit, for each key press
   * @param shown   called after a table is shown, and after each edit once the editor has rendered it
   */
  constructor(container, changed, shown = () => {}) {
    this.container = container;
    this.modeler = new DmnJS({
      container,
      // write each key press to the table at once: a delayed write is lost if the user clicks earlier
      common: {debounceInput: false},
      decisionTable: {keyboard: {bindTo: document}},
    });
    this.changed = changed;
    this.shown = shown;
    this.listened = new WeakSet();
    this.places = [];
    this.marks = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.marks];
  }

  /** Shows a draft; throws an error with a message for the user if the editor cannot read it. */
  async open(xml) {
    const before = this.id;
    await new Promise((done, failed) => this.modeler.importXML(xml, fault => (fault ? failed(fault) : done())));
    const tables = this.tables();
    if (tables.length === 0) {
      throw new Error('There is no decision table in the file.');
    }
    await this.choose((tables.find(table => table.id === before) ?? tables[0]).id);
  }

  /** The tables of the draft: the one that gives the verdict first, then those that it requires. */
  tables() {
    const decisions = (this.modeler.getDefinitions().drgElement ?? []).filter(element => element.$type === 'dmn:Decision');
    const needed = new Set(decisions.flatMap(decision => (decision.informationRequirement ?? [])
      .map(requirement => requirement.requiredDecision?.href?.replace('#', ''))));
    return decisions
      .filter(decision => logic(decision)?.$type === 'dmn:DecisionTable')
      .map(decision => ({id: decision.id, name: decision.name || decision.id, verdict: !needed.has(decision.id), decision}))
      .sort((one, other) => other.verdict - one.verdict);
  }

  /** Shows a table by the id of its decision. */
  async choose(id) {
    const view = this.modeler.getViews().find(candidate => candidate.type === 'decisionTable' && candidate.element.id === id);
    await new Promise((done, failed) => this.modeler.open(view, fault => (fault ? failed(fault) : done())));
    this.id = id;
    const viewer = this.modeler.getActiveViewer();
    if (!this.listened.has(viewer)) {
      this.listened.add(viewer);
      viewer.get('eventBus').on('commandStack.changed', event => {
        if (event.trigger !== 'clear') {
          this.changed();
        }
        requestAnimationFrame(() => this.shown());
      });
      const stack = this.stack();
      stack?.registerHandler(ROW, RowsHandler);
    }
    this.renderMarks();
    this.shown();
  }

  stack() {
    return this.modeler.getActiveViewer()?.get('commandStack', false);
  }

  can(step) {
    const stack = this.stack();
    return Boolean(stack && (step === 'undo' ? stack.canUndo() : stack.canRedo()));
  }

  /** Takes back the last step. All key presses in one cell are one step. */
  undo() {
    this.step(stack => stack._stack[stack._stackIdx], stack => stack.undo(), stack => stack.canUndo());
  }

  redo() {
    this.step(stack => stack._stack[stack._stackIdx + 1], stack => stack.redo(), stack => stack.canRedo());
  }

  step(next, run, can) {
    const stack = this.stack();
    if (!stack || !can(stack)) {
      return;
    }
    document.activeElement?.closest?.('#editor') && document.activeElement.blur();
    const cell = typed(next(stack));
    do {
      run(stack);
    } while (cell && can(stack) && typed(next(stack)) === cell);
  }

  /** Returns the edited draft as DMN XML. */
  async xml() {
    return new Promise((done, failed) =>
      this.modeler.saveXML({format: true}, (fault, xml) => (fault ? failed(fault) : done(xml))));
  }

  /** Rows, columns and cells of the table that is shown, in the order of the XML. */
  shape(id = this.id) {
    const table = logic(this.tables().find(candidate => candidate.id === id)?.decision);
    const rules = table?.rule ?? [];
    const inputs = table?.input ?? [];
    const outputs = table?.output ?? [];
    return {
      rules: rules.map(rule => rule.id),
      columns: [
        ...inputs.map(input => ({
          id: input.id,
          input: true,
          label: input.label || input.inputExpression?.text?.trim() || '',
          expression: input.inputExpression?.text?.trim() ?? '',
          values: input.inputValues?.text ?? '',
        })),
        ...outputs.map(output => ({
          id: output.id,
          input: false,
          label: output.label || output.name || '',
          name: output.name,
          values: output.outputValues?.text ?? '',
        })),
      ],
      rows: rules.map(rule => ({
        id: rule.id,
        note: rule.description ?? '',
        cells: [...(rule.inputEntry ?? []), ...(rule.outputEntry ?? [])].map(entry => entry.text?.trim() ?? ''),
      })),
    };
  }

  /** The columns of all tables. */
  allColumns() {
    return this.tables().flatMap(table => this.shape(table.id).columns);
  }

  /** The outputs of the tables that give no verdict: inputs of the tables after them. */
  outputs() {
    return this.tables().filter(table => !table.verdict).flatMap(table =>
      this.shape(table.id).columns.filter(column => !column.input).map(column => ({name: column.name, table: table.name})));
  }

  /** Row number, from 1, and column of a cell on the screen. */
  at(cell) {
    const shape = this.shape();
    return {
      row: shape.rules.indexOf(cell?.dataset.rowId) + 1,
      column: shape.columns.find(column => column.id === cell?.dataset.colId),
      shape,
    };
  }

  /** Adds rows below row number `after` as one step; `rows` are cells in the order of the columns, and a note. */
  insert(rows, after) {
    this.stack().execute(ROW, {work: modeling => rows.forEach((row, at) => {
      modeling.addRow({type: 'dmn:DecisionRule'}, after + at);
      const made = this.modeler.getActiveViewer().get('sheet').getRoot().rows[after + at];
      made.cells.forEach((cell, n) => modeling.editCell(cell.businessObject, row.cells[n] ?? ''));
      if (row.note) {
        modeling.editAnnotation(made.businessObject, row.note);
      }
    })});
  }

  /** Removes rows by their ids as one step. */
  remove(ids) {
    const rows = this.modeler.getActiveViewer().get('sheet').getRoot().rows.filter(row => ids.includes(row.id));
    this.stack().execute(ROW, {work: modeling => rows.forEach(row => modeling.removeRow(row))});
  }

  /** Highlights rows and cells with a style sheet, so that the highlight survives when the editor renders again. */
  mark(places) {
    this.places = places;
    this.renderMarks();
  }

  renderMarks() {
    const shape = this.shape();
    this.marks.replaceSync(this.markedHere().flatMap(({rule, column, kind}) => {
      const row = shape.rules[rule - 1];
      if (!row) {
        return [];
      }
      const col = column
        ? shape.columns.find(candidate => [candidate.label, candidate.name, candidate.expression].includes(column))
        : undefined;
      const cell = col ? `td[data-row-id="${row}"][data-col-id="${col.id}"]` : `td[data-row-id="${row}"]`;
      // a corner and an outline beside the colour, which alone would not tell one from the other
      const sign = kind === 'match'
        ? 'box-shadow: inset 0 2px var(--success-solid), inset 0 -2px var(--success-solid);'
        : col ? `background-image: linear-gradient(225deg, var(--sign-${kind}) 0.5rem, transparent 0.5rem) !important;` : '';
      return [`#editor ${cell} { background-color: var(--mark-${kind}) !important; ${sign} }`];
    }).join('\n'));
  }

  markedHere() {
    const name = this.tables().find(table => table.id === this.id)?.name;
    return this.places.filter(place => !place.table || place.table === name);
  }

  /** Scrolls to a rule; `table` is the name of its table, where the draft has several. */
  async show(rule, table) {
    const other = table && this.tables().find(candidate => candidate.name === table);
    if (other && other.id !== this.id) {
      await this.choose(other.id);
    }
    this.container.querySelector(`td[data-row-id="${this.shape().rules[rule - 1]}"]`)
      ?.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'smooth'});
  }
}

const logic = decision => decision?.decisionLogic ?? decision?.decisionTable;

/** The cell that a step of the command stack types into. */
const typed = step => (step?.command === 'element.updateProperties' ? step.context.element : undefined);
