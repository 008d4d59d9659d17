// The dmn-js editor of the draft, with the functions that the panels need.

const CELL = 'td[data-row-id]';

export class Table {
  /** @param changed called at each edit, for each key press */
  constructor(container, changed) {
    this.modeler = new DmnJS({
      container,
      // write each key press to the table at once: a delayed write is lost if the user clicks earlier
      common: {debounceInput: false},
      decisionTable: {keyboard: {bindTo: document}},
    });
    this.changed = changed;
    this.marks = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.marks];
  }

  /** Shows a table; throws an error with a message for the user if the editor cannot read it. */
  async open(xml) {
    await new Promise((done, failed) => this.modeler.importXML(xml, fault => (fault ? failed(fault) : done())));
    const view = this.modeler.getViews().find(candidate => candidate.type === 'decisionTable');
    if (!view) {
      throw new Error('There is no decision table in the file.');
    }
    await new Promise((done, failed) => this.modeler.open(view, fault => (fault ? failed(fault) : done())));
    this.modeler.getActiveViewer().get('eventBus').on('commandStack.changed', () => this.changed());
  }

  /** Returns the edited table as DMN XML. */
  async xml() {
    return new Promise((done, failed) =>
      this.modeler.saveXML({format: true}, (fault, xml) => (fault ? failed(fault) : done(xml))));
  }

  /** Returns rules and columns in the order of the XML. */
  async shape() {
    const read = new DOMParser().parseFromString(await this.xml(), 'application/xml');
    const table = [...read.getElementsByTagNameNS('*', 'decisionTable')][0];
    const children = name => [...table.children].filter(child => child.localName === name);
    const text = (parent, name) =>
      [...parent.getElementsByTagNameNS('*', name)][0]?.getElementsByTagNameNS('*', 'text')[0]?.textContent.trim() ?? '';
    return {
      rules: children('rule').map(rule => rule.getAttribute('id')),
      columns: [
        ...children('input').map(input => ({
          id: input.getAttribute('id'),
          label: input.getAttribute('label') ?? text(input, 'inputExpression'),
          expression: text(input, 'inputExpression'),
        })),
        ...children('output').map(output => ({
          id: output.getAttribute('id'),
          label: output.getAttribute('label') ?? output.getAttribute('name'),
          name: output.getAttribute('name'),
        })),
      ],
    };
  }

  /** Highlights rows and cells with a style sheet, so that the highlight survives when the editor renders again. */
  async mark(places) {
    const shape = await this.shape();
    const styles = places.flatMap(({rule, column, kind}) => {
      const row = shape.rules[rule - 1];
      if (!row) {
        return [];
      }
      const col = column
        ? shape.columns.find(candidate => [candidate.label, candidate.name, candidate.expression].includes(column))
        : undefined;
      const cell = col ? `td[data-row-id="${row}"][data-col-id="${col.id}"]` : `td[data-row-id="${row}"]`;
      // the row that decided is outlined as well: its colour alone would not tell it from a finding
      const outline = kind === 'match' ? ' box-shadow: inset 0 2px var(--success-solid), inset 0 -2px var(--success-solid);' : '';
      return [`#editor ${cell} { background: var(--mark-${kind}) !important;${outline} }`];
    });
    this.marks.replaceSync(styles.join('\n'));
  }

  /** Scrolls to a rule. */
  async show(rule) {
    const shape = await this.shape();
    document.querySelector(`${CELL.replace(']', `="${shape.rules[rule - 1]}"]`)}`)
      ?.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'smooth'});
  }
}
