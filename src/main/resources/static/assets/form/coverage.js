// Which rule inputs the form feeds: inputs without a question, and answers that no rule reads.

import {call} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {memberWords} from './types.js';

/** Members of an enrollment that feed an input of another name. */
const FEEDS = {state: 'address.state', postalCode: 'address.postalCode', country: 'address.country', city: 'address.city'};

/** @param context {path, model, may, addField, redraw} */
export function coverage(place, {path, model, may, addField, redraw}) {
  let found = {inputs: [], fields: [], uncoveredInputs: [], unreadFields: []};
  let failed = false;
  let columns = null;

  function draw() {
    const open = found.uncoveredInputs;
    fill(place,
      element('h2', {}, 'Rules'),
      found.inputs.every(input => !input.asked)
        ? element('p', {class: 'muted'}, 'The rules read none of the answers.')
        : open.length === 0
          ? element('p', {class: 'covered'}, icon('check-circle'), 'Every input that the rules read has a question.')
          : element('p', {class: 'muted'}, open.length === 1 ? 'The rules read one input that no question feeds:' : `The rules read ${open.length} inputs that no question feeds:`),
      open.length > 0 && element('ul', {class: 'input-list'}, open.map(name => element('li', {},
        element('span', {class: 'input-words'}, words(name)),
        may && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => add(name), 'aria-label': `Add a question for ${words(name)}`}, icon('plus-lg'), 'Add a question')))));
  }

  /** The column of the rules says type and options of the question. */
  async function add(name) {
    columns ??= await readColumns(found.ruleSet, found.ruleSetVersion);
    addField(suggestion(name, columns.find(column => column.reads.has(name)), model));
  }

  return {
    /** Asks the server, which knows the rules of the instance; draws nothing anew where nothing has changed. */
    async refresh() {
      try {
        const now = await call('GET', `${path}/formCoverage`);
        if (!failed && meaning(now) === meaning(found)) {
          return;
        }
        found = now;
        failed = false;
        draw();
        redraw();
      } catch (refusal) {
        failed = true;
        fill(place, element('h2', {}, 'Rules'), element('p', {class: 'muted'}, refusal.message));
      }
    },
    /** The inputs that a field feeds, in words. */
    feeds: name => (found.fields.find(field => field.name === name)?.inputs ?? []).map(words),
    /** Names of the fields that no rule reads, without those that every application has. */
    unread: () => new Set(found.unreadFields),
  };
}

/** The same for two answers that differ only in the order of the questions. */
const meaning = ({fields, unreadFields, ...rest}) => JSON.stringify([rest, [...fields].sort((one, other) => one.name.localeCompare(other.name)), [...unreadFields].sort()]);

/** `metadata.monthlyKwh` becomes `Monthly kwh`. */
function words(name) {
  const plain = name.replace(/^metadata\./, '').replaceAll('.', ' ').replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The columns of a decision table: {reads: names of inputs, type, values}. */
async function readColumns(slug, version) {
  const response = await fetch(`/ruleSets/${slug}/versions/${version}`, {headers: {Accept: 'application/xml'}});
  if (!response.ok) {
    return [];
  }
  const table = new DOMParser().parseFromString(await response.text(), 'application/xml').getElementsByTagNameNS('*', 'decisionTable')[0];
  if (!table) {
    return [];
  }
  const children = (node, name) => [...node.children].filter(child => child.localName === name);
  const text = node => node?.getElementsByTagNameNS('*', 'text')[0]?.textContent ?? '';
  return children(table, 'input').map((input, n) => {
    const expression = children(input, 'inputExpression')[0];
    const cells = children(table, 'rule').map(rule => text(children(rule, 'inputEntry')[n]));
    const stated = text(children(input, 'inputValues')[0]);
    const feel = text(expression).trim();
    return {
      feel,
      reads: new Set(feel.match(/[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/g) ?? []),
      type: expression?.getAttribute('typeRef') ?? 'string',
      values: literals(stated).length > 0 ? literals(stated) : [...new Set(cells.flatMap(literals))],
    };
  });
}

const literals = feel => [...feel.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(match => match[1]);

const TYPES = {number: 'number', integer: 'integer', long: 'integer', double: 'number', boolean: 'boolean', date: 'date'};

function suggestion(name, column, model) {
  const target = FEEDS[name] ?? (/^(metadata\.|address\.)/.test(name) || ['manufacturerSlugs', 'serialNumber', 'tags'].includes(name) ? name : `metadata.${name}`);
  const label = target.startsWith('metadata.') ? words(name) : memberWords(target);
  const preset = {name: model.freeName(target), label, required: true};
  const {type, values} = facts(name, column);
  if (TYPES[type] && target.startsWith('metadata.')) {
    return {...preset, type: TYPES[type]};
  }
  if (target === 'manufacturerSlugs' || target === 'tags') {
    return values.length > 0 ? {...preset, type: 'multiChoice', options: options(values)} : {...preset, type: 'text'};
  }
  return values.length > 1 && target.startsWith('metadata.') ? {...preset, type: 'choice', options: options(values)} : {...preset, type: 'text'};
}

/** Type and values of an input: those of its column, or what the expression of the column compares it with. */
function facts(name, column) {
  if (!column) {
    return {type: 'string', values: []};
  }
  if (column.feel === name) {
    return column;
  }
  const escaped = name.replaceAll('.', '\\.');
  const compared = [...column.feel.matchAll(new RegExp(`${escaped}\\s*(?:!=|=)\\s*"((?:[^"\\\\]|\\\\.)*)"`, 'g'))].map(match => match[1]);
  const instance = new RegExp(`${escaped}\\s+instance of (\\w+)`).exec(column.feel);
  if (TYPES[instance?.[1]]) {
    return {type: instance[1], values: []};
  }
  if (new RegExp(`${escaped}\\s*[<>]|[<>]=?\\s*${escaped}|number\\(\\s*${escaped}`).test(column.feel)) {
    return {type: 'number', values: []};
  }
  if (new RegExp(`${escaped}\\s*!?=\\s*(true|false)`).test(column.feel)) {
    return {type: 'boolean', values: []};
  }
  return {type: 'string', values: compared};
}

const options = values => values.map(value => ({value, label: words(value.replaceAll('-', ' '))}));
