// The properties of the chosen step, in words. Every change is a step that can be undone.

import {element, fill, icon} from '../system/dom.js';
import {field, input, select} from '../system/form-dialog.js';
import {durationOf, property, setAttributes, setCondition, setDuration, setProperty} from './moddle.js';
import {STEPS, addStep, kindOf, stepsOf, takesTimer} from './steps.js';

const ROLES = [['reviewer', 'Reviewers'], ['coordinator', 'Coordinators'], ['administrator', 'Administrators']];
const UNITS = [['M', 'minutes', 'PT'], ['H', 'hours', 'PT'], ['D', 'days', 'P']];
const FIELD_TYPES = [['text', 'Text'], ['longText', 'Long text'], ['number', 'Number'], ['integer', 'Whole number'], ['money', 'Amount'], ['date', 'Date'], ['boolean', 'Yes or no'],
  ['choice', 'One of several'], ['multiChoice', 'Several of several']];
const OUTCOMES = [['', 'Choose one'], ['approve', 'Approve'], ['reject', 'Reject'], ['waitlist', 'Put on the waitlist'], ['reviewer', 'As the last person decided'],
  ['automatic', 'Approve if the rules say so, otherwise go on']];

const textarea = (id, rows, value) => element('textarea', {class: 'form-control', id, rows}, value);

/** Shows the properties of the chosen element in a panel; `options` has `ruleSets` and `workflows` as [slug, name] pairs. */
export function propertiesPanel(modeler, panel, options, writes) {
  let shown;
  let order = 0;

  const show = shape => {
    shown = shape;
    order = 0;
    const kind = shape ? kindOf(shape) : 'process';
    const step = STEPS[kind];
    fill(panel,
      shape && element('button', {type: 'button', class: 'btn btn-sm btn-quiet step-all', 'data-all-steps': true, onclick: () => modeler.get('selection').select([])}, icon('arrow-left'), 'All steps'),
      (PARTS[kind] ?? PARTS.other)(shape, step));
    if (!writes) {
      panel.querySelectorAll('input, select, textarea').forEach(control => {
        control.disabled = true;
      });
    }
  };

  const id = name => `step-${name}-${order++}`;
  const heading = (shape, step, words) => element('div', {class: 'step-heading'}, step && icon(step.icon), element('div', {}, element('h2', {}, step?.name ?? words), element('p', {class: 'muted'}, step?.text ?? '')));

  const onChange = (control, change) => {
    control.addEventListener('change', () => change(control.type === 'checkbox' ? String(control.checked) : control.value.trim()));
    return control;
  };
  const named = (shape, label = 'Name', hint) => field(label, onChange(input(id('name'), 'name', {value: shape.businessObject.name ?? '', maxlength: 200}), value => modeler.get('modeling').updateProperties(shape, {name: value})), hint);
  const plain = (shape, name, label, hint, {optional = true, ...attributes} = {}) =>
    field(label, onChange(input(id(name), name, {value: property(shape.businessObject, name), ...attributes}), value => setProperty(modeler, shape, name, value)), hint, {optional});
  const long = (shape, name, label, hint, {optional = false, rows = 4} = {}) => {
    const control = textarea(id(name), rows, property(shape.businessObject, name));
    return field(label, onChange(control, value => setProperty(modeler, shape, name, value)), hint, {optional});
  };
  const choice = (shape, name, label, pairs, hint, {optional = false} = {}) =>
    field(label, onChange(select(id(name), name, pairs, property(shape.businessObject, name)), value => {
      setProperty(modeler, shape, name, value);
      show(shape);
    }), hint, {optional});
  const duration = (shape, label, hint, read, write, {optional = true} = {}) => durationField(id('duration'), label, hint, read(), write, optional);
  const durationProperty = (shape, name, label, hint) =>
    duration(shape, label, hint, () => property(shape.businessObject, name), iso => setProperty(modeler, shape, name, iso));
  const result = shape => plain(shape, 'result', 'Name of the result', `Conditions read it, such as ${property(shape.businessObject, 'result') || shape.id}.… Letters, digits and _.`, {placeholder: shape.id, maxlength: 64});

  /** Check boxes whose values are joined by commas. */
  const several = (label, name, pairs, read, write) => {
    const chosen = () => read().split(',').map(each => each.trim()).filter(Boolean);
    return element('fieldset', {class: 'field'}, element('legend', {class: 'form-label'}, label), pairs.map(([value, text]) => {
      const box = element('input', {class: 'form-check-input', type: 'checkbox', id: id(name), value, checked: chosen().includes(value), onchange: () =>
        write([...chosen().filter(each => each !== value), ...(box.checked ? [value] : [])].join(','))});
      return element('div', {class: 'form-check'}, box, element('label', {class: 'form-check-label', for: box.id}, text));
    }));
  };

  const timers = shape => takesTimer(shape) && writes && element('button', {type: 'button', class: 'btn', onclick: () => addStep(modeler, 'boundaryTimer', shape)}, icon('stopwatch'), 'Add a time limit');
  const remove = shape => writes && kindOf(shape) !== 'start' && element('button', {type: 'button', class: 'btn btn-outline-danger', onclick: () => modeler.get('modeling').removeElements([shape])}, icon('trash'), kindOf(shape) === 'flow' ? 'Remove this arrow' : 'Remove this step');

  /** Leads an arrow from the step to another one, for people who do not draw with a pointer. */
  const connect = shape => {
    const targets = stepsOf(modeler).filter(each => each !== shape && !['start', 'boundaryTimer'].includes(kindOf(each)) && !shape.outgoing.some(flow => flow.target === each));
    if (!writes || kindOf(shape) === 'end' || targets.length === 0) {
      return null;
    }
    const chosen = select(id('target'), 'target', targets.map(each => [each.id, each.businessObject.name || STEPS[kindOf(each)]?.name || each.id]), '');
    return element('div', {class: 'step-connect'}, field('Arrow to', chosen), element('button', {type: 'button', class: 'btn', onclick: () =>
      modeler.get('selection').select(modeler.get('modeling').connect(shape, modeler.get('elementRegistry').get(chosen.value)))}, 'Connect'));
  };
  const ways = shape => shape.outgoing.length > 0 && element('div', {}, element('h3', {}, 'Goes on to'), element('ul', {class: 'step-ways'}, shape.outgoing.map(flow => element('li', {},
    element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => modeler.get('selection').select(flow)}, flow.businessObject.name || 'Arrow'),
    ' to ', element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => modeler.get('selection').select(flow.target)}, flow.target.businessObject.name || flow.target.id)))));
  const foot = shape => [ways(shape), connect(shape), element('div', {class: 'row-of step-actions'}, timers(shape), remove(shape)), element('p', {class: 'muted small'}, 'Element ', element('code', {}, shape.id))];

  const PARTS = {
    process: () => [element('p', {class: 'muted'}, writes ? 'Choose a step to see what it does. Add one with the buttons above the diagram: it is put behind the chosen step.' : 'Choose a step to see what it does.'),
      element('h3', {}, 'Steps'),
      element('ol', {class: 'step-list'}, stepsOf(modeler).map(shape => element('li', {}, element('button', {type: 'button', class: 'step-link', onclick: () => modeler.get('selection').select(shape)},
        icon(STEPS[kindOf(shape)]?.icon ?? 'play'), shape.businessObject.name || STEPS[kindOf(shape)]?.name || 'Start'))))],
    other: shape => [element('p', {}, 'This element has no effect, or is none that a workflow may have. The check names what is not allowed.'), shape && remove(shape)],
    start: shape => [heading(shape, null, 'Start'), named(shape), foot(shape)],
    end: (shape, step) => [heading(shape, step), named(shape), foot(shape)],
    user: (shape, step) => {
      const object = shape.businessObject;
      const decides = property(object, 'decision') === 'true';
      const others = stepsOf(modeler).filter(each => kindOf(each) === 'user' && each !== shape);
      return [heading(shape, step), named(shape), plain(shape, 'title', 'Title of the task', 'The name, where it is empty.', {maxlength: 200}),
        several('Who may do it', 'candidateGroups', ROLES, () => object.get('camunda:candidateGroups') ?? '', value => setAttributes(modeler, shape, {'camunda:candidateGroups': value})),
        field('What the person does', onChange(select(id('decision'), 'decision', [['true', 'Approves, rejects or asks the applicant'], ['false', 'Fills in a form']], String(decides)), value => {
          setProperty(modeler, shape, 'decision', value === 'true' ? 'true' : '');
          show(shape);
        })),
        !decides && formFields(shape),
        durationProperty(shape, 'due', 'Due after', 'Then the task moves up in every list.'),
        durationProperty(shape, 'escalation', 'Escalates after', 'Then it moves to the top.'),
        others.length > 0 && choice(shape, 'differentFrom', 'Another person than in', [['', 'Anybody'], ...others.map(each => [each.id, each.businessObject.name || each.id])], null, {optional: true}),
        result(shape), foot(shape)];
    },
    request: (shape, step) => [heading(shape, step), named(shape),
      field('Topic', onChange(input(id('topic'), 'topic', {value: (shape.businessObject.get('camunda:topic') ?? '').replace(/^request:/, ''), maxlength: 100}),
        value => setAttributes(modeler, shape, {'camunda:topic': `request:${value}`})), 'The worker of the other system asks for this topic, such as verify-account.'),
      long(shape, 'variables', 'Variables', 'What the other system gets: names, separated by commas, such as applicationNumber, address.postalCode, metadata.utilityAccount. It gets nothing else.', {rows: 2}),
      long(shape, 'results', 'What it may answer', 'Names with types, such as found: boolean, since: date. Types: string, integer, number, boolean, date.', {rows: 2}),
      result(shape),
      plain(shape, 'retries', 'Tries again', 'How often a failed request is tried again, 0 to 10; 3 where empty.', {type: 'number', min: 0, max: 10}),
      durationProperty(shape, 'retryAfter', 'First time after', 'Doubled each time; 1 minute where empty.'), foot(shape)],
    rules: (shape, step) => {
      const object = shape.businessObject;
      return [heading(shape, step), named(shape),
        field('Rule set', onChange(select(id('rules'), 'decisionRef', [['', 'Choose one'], ...known(options.ruleSets, object.get('camunda:decisionRef'))], object.get('camunda:decisionRef') ?? ''), value => setAttributes(modeler, shape, {'camunda:decisionRef': value}))),
        field('Version', onChange(input(id('version'), 'version', {type: 'number', min: 1, value: object.get('camunda:decisionRefVersion') ?? ''}), value => setAttributes(modeler, shape, {'camunda:decisionRefVersion': value, 'camunda:decisionRefBinding': value && 'version'})), 'The newest, where empty.', {optional: true}),
        result(shape), foot(shape)];
    },
    notify: (shape, step) => [heading(shape, step), named(shape),
      several('To', 'to', [['applicant', 'The applicant'], ['administrators', 'The administrators of the program']], () => property(shape.businessObject, 'to'), value => setProperty(modeler, shape, 'to', value)),
      plain(shape, 'subject', 'Subject', null, {optional: false, maxlength: 200}), long(shape, 'message', 'Message', 'Text for people.', {rows: 6}), foot(shape)],
    setField: (shape, step) => [heading(shape, step), named(shape),
      plain(shape, 'field', 'Field', 'Its path, such as /metadata/verified.', {optional: false, placeholder: '/metadata/'}),
      long(shape, 'value', 'Value', 'FEEL, such as account.found or "yes".', {rows: 2}), foot(shape)],
    requestInformation: (shape, step) => [heading(shape, step), named(shape), long(shape, 'message', 'Question'),
      plain(shape, 'fields', 'Answers that may change', 'Paths, separated by commas, such as /metadata/utilityAccount.'),
      plain(shape, 'documents', 'Documents to hand in', 'Types, separated by commas, such as bill.'),
      durationProperty(shape, 'dueAfter', 'Answer within', 'That of the program, where empty.'), result(shape), foot(shape)],
    decide: (shape, step) => [heading(shape, step), named(shape), choice(shape, 'outcome', 'Outcome', OUTCOMES),
      plain(shape, 'reason', 'Reason', 'The applicant reads it after a rejection.', {maxlength: 1000}),
      property(shape.businessObject, 'outcome') === 'automatic' && plain(shape, 'sample', 'Share that goes to a person all the same', 'From 0 to 1; that of the program, where empty.', {type: 'number', min: 0, max: 1, step: 0.01}), foot(shape)],
    call: (shape, step) => {
      const object = shape.businessObject;
      return [heading(shape, step), named(shape),
        field('Workflow', onChange(select(id('called'), 'calledElement', [['', 'Choose one'], ...known(options.workflows, object.calledElement)], object.calledElement ?? ''), value => setAttributes(modeler, shape, {calledElement: value}))),
        field('Version', onChange(input(id('version'), 'version', {type: 'number', min: 1, value: object.get('camunda:calledElementVersion') ?? ''}), value => setAttributes(modeler, shape, {'camunda:calledElementVersion': value, 'camunda:calledElementBinding': value && 'version'})), 'The newest, where empty.', {optional: true}), foot(shape)];
    },
    exclusiveGateway: (shape, step) => [heading(shape, step), named(shape, 'Question', 'Such as “Account found?”'),
      shape.outgoing.length > 1 && field('If no condition is true', onChange(select(id('default'), 'default', [['', 'Choose an arrow'], ...shape.outgoing.map(flow => [flow.id, `${flow.businessObject.name || 'Arrow'} to ${flow.target.businessObject.name || flow.target.id}`])],
        shape.businessObject.default?.id ?? ''), value => modeler.get('modeling').updateProperties(shape, {default: value ? modeler.get('elementRegistry').get(value).businessObject : undefined}))), foot(shape)],
    parallelGateway: (shape, step) => [heading(shape, step), named(shape), foot(shape)],
    eventBasedGateway: (shape, step) => [heading(shape, step), named(shape), foot(shape)],
    timer: (shape, step) => [heading(shape, step), named(shape), duration(shape, 'Waits for', null, () => durationOf(shape.businessObject), iso => setDuration(modeler, shape, iso), {optional: false}), foot(shape)],
    boundaryTimer: (shape, step) => [heading(shape, step), named(shape), duration(shape, 'After', null, () => durationOf(shape.businessObject), iso => setDuration(modeler, shape, iso), {optional: false}),
      field('The step', onChange(select(id('cancel'), 'cancelActivity', [['true', 'ends: only the way of the time limit is taken'], ['false', 'goes on: the other way is taken besides']], String(shape.businessObject.cancelActivity !== false)), value => modeler.get('modeling').updateProperties(shape, {cancelActivity: value === 'true'}))), foot(shape)],
    flow: shape => {
      const gateway = kindOf(shape.source) === 'exclusiveGateway';
      const isDefault = shape.source.businessObject.default === shape.businessObject;
      return [element('div', {class: 'step-heading'}, icon('arrow-right'), element('div', {}, element('h2', {}, 'Arrow'), element('p', {class: 'muted'}, `From ${shape.source.businessObject.name || shape.source.id} to ${shape.target.businessObject.name || shape.target.id}`))),
        named(shape, 'Name', 'The answer to the question of the choice, such as “yes”.'),
        gateway && isDefault && element('p', {class: 'alert alert-info'}, icon('info-circle'), 'This way is taken if no condition is true.'),
        gateway && !isDefault && field('Condition', onChange(textarea(id('condition'), 3, shape.businessObject.conditionExpression?.body ?? ''), value => setCondition(modeler, shape, value)), 'FEEL, such as account.found = true, or metadata.monthlyKwh > 500 and state = "NY".'),
        element('div', {class: 'row-of step-actions'}, remove(shape))];
    },
  };

  /** The fields of the form of a person, as rows. */
  function formFields(shape) {
    let fields;
    try {
      fields = JSON.parse(property(shape.businessObject, 'form') || '[]');
    } catch {
      return long(shape, 'form', 'Form', 'JSON that cannot be read: correct it, or empty it to begin anew.');
    }
    const store = () => setProperty(modeler, shape, 'form', fields.length === 0 ? '' : JSON.stringify(fields));
    const row = (entry, at) => element('fieldset', {class: 'form-row'}, element('legend', {}, `Field ${at + 1}`),
      field('Label', onChange(input(id('label'), 'label', {value: typeof entry.label === 'string' ? entry.label : ''}), value => {
        entry.label = value;
        entry.name ||= value.replaceAll(/[^A-Za-z0-9]+(.)?/g, (all, next) => next?.toUpperCase() ?? '').replace(/^./, first => first.toLowerCase());
        store();
        show(shape);
      })),
      field('Name in conditions', onChange(input(id('field'), 'field', {value: entry.name ?? '', maxlength: 64}), value => {
        entry.name = value;
        store();
      })),
      field('Type', onChange(select(id('type'), 'type', FIELD_TYPES, entry.type ?? 'text'), value => {
        entry.type = value;
        store();
        show(shape);
      })),
      ['choice', 'multiChoice'].includes(entry.type) && field('Options', onChange(textarea(id('options'), 3, (entry.options ?? []).map(option => option.value ?? option).join('\n')), value => {
        entry.options = value.split('\n').map(each => each.trim()).filter(Boolean).map(each => ({value: each, label: each}));
        store();
      }), 'One a line.'),
      element('div', {class: 'form-check'}, onChange(element('input', {class: 'form-check-input', type: 'checkbox', id: id('required'), checked: entry.required === true}), value => {
        entry.required = value === 'true';
        store();
      }), element('label', {class: 'form-check-label', for: `step-required-${order - 1}`}, 'Required')),
      writes && element('button', {type: 'button', class: 'btn btn-sm btn-quiet', onclick: () => {
        fields.splice(at, 1);
        store();
        show(shape);
      }}, 'Remove this field'));
    return element('div', {}, element('h3', {}, 'Form'), fields.length === 0 && element('p', {class: 'muted'}, 'No fields yet.'), fields.map(row),
      writes && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => {
        fields.push({name: `field${fields.length + 1}`, type: 'text', label: `Field ${fields.length + 1}`});
        store();
        show(shape);
      }}, icon('plus-lg'), 'Add a field'));
  }

  return {show, get shown() {
    return shown;
  }};
}

/** The pairs, and the chosen slug where it is none of them. */
const known = (pairs, chosen) => !chosen || pairs.some(([slug]) => slug === chosen) ? pairs : [...pairs, [chosen, `${chosen} (not found)`]];

/** A number with a unit, stored as an ISO 8601 duration; one that has several units is edited as it is. */
function durationField(id, label, hint, iso, write, optional) {
  const read = /^P(?:T?)(\d+)([DHM])$/.exec(iso);
  const unit = read && UNITS.find(([letter, , prefix]) => letter === read[2] && iso.startsWith(prefix + read[1]));
  if (iso && !unit) {
    const whole = element('input', {class: 'form-control', id, type: 'text', value: iso, onchange: () => write(whole.value.trim())});
    return field(label, whole, `${hint ? `${hint} ` : ''}ISO 8601, such as P1DT12H.`, {optional});
  }
  const amount = element('input', {class: 'form-control', id, type: 'number', min: 1, value: read?.[1] ?? ''});
  const units = element('select', {class: 'form-select', 'aria-label': `Unit of “${label}”`}, UNITS.map(([letter, words]) => element('option', {value: letter, selected: letter === (unit?.[0] ?? 'D')}, words)));
  const store = () => write(amount.value === '' ? '' : `${UNITS.find(([letter]) => letter === units.value)[2]}${amount.value}${units.value}`);
  amount.addEventListener('change', store);
  units.addEventListener('change', store);
  const shown = field(label, amount, hint, {optional});
  shown.append(element('div', {class: 'duration'}, amount, units));
  return shown;
}
