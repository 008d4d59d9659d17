// The draft in the editor of dmn-js, and what the panels need to know of it.

const CELL = 'td[data-row-id]';

export class Table {
  /** @param changed called when something was edited, with each key */
  constructor(container, changed) {
    this.modeler = new DmnJS({
      container,
      // each key is in the table at once: what waits is lost to a click that comes sooner
      common: {debounceInput: false},
      decisionTable: {keyboard: {bindTo: document}},
    });
    this.changed = changed;
    this.marks = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.marks];
  }

  /** Shows a table; refuses with a sentence what the editor cannot read. */
  async open(xml) {
    await new Promise((done, failed) => this.modeler.importXML(xml, fault => (fault ? failed(fault) : done())));
    const view = this.modeler.getViews().find(candidate => candidate.type === 'decisionTable');
    if (!view) {
      throw new Error('There is no decision table in the file.');
    }
    await new Promise((done, failed) => this.modeler.open(view, fault => (fault ? failed(fault) : done())));
    this.modeler.getActiveViewer().get('eventBus').on('commandStack.changed', () => this.changed());
  }

  /** What is on the screen, as DMN. */
  async xml() {
    return new Promise((done, failed) =>
      this.modeler.saveXML({format: true}, (fault, xml) => (fault ? failed(fault) : done(xml))));
  }

  /** Rules and columns in their order, as they stand in the XML. */
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

  /** Colours rows and cells; survives what the editor draws anew, since it is a style and not an attribute. */
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
      return [`${cell} { background: var(--mark-${kind}) !important; }`];
    });
    this.marks.replaceSync(styles.join('\n'));
  }

  /** Brings a rule into view. */
  async show(rule) {
    const shape = await this.shape();
    document.querySelector(`${CELL.replace(']', `="${shape.rules[rule - 1]}"]`)}`)
      ?.scrollIntoView({block: 'center', inline: 'nearest', behavior: 'smooth'});
  }
}
