// The panel in which one question is edited.

import {element, fill, icon} from '../system/dom.js';
import {slug} from '../system/slug.js';
import {check, field, group, input, select, textarea} from '../programs/fields.js';
import {MEMBERS, TEXT_TYPES, TYPES, comparisons, feel, keyOf, simple, typeOf} from './types.js';
import {missing, say, textIn, withText} from './model.js';

const OWN = 'own';
const PATTERNS = [
  ['', 'Any text'],
  ['[0-9]{5}(-[0-9]{4})?', 'US postal code'],
  ['[0-9]{10}', 'Ten digits, such as an account number'],
  ['[A-Z0-9-]{4,30}', 'Capital letters, digits and dashes'],
  ['own', 'A pattern of your own'],
];

const feedsLine = feeds => feeds.length > 0 && element('p', {class: 'feeds muted'}, icon('check-circle'), `Read by the rules: ${feeds.join(', ')}.`);

/** Updates what the rules read of the question of an open panel, without drawing its fields anew. */
export function showFeeds(place, feeds) {
  const line = place.querySelector('[data-feeds]');
  if (line) {
    fill(line, feedsLine(feeds));
  }
}

/**
 * Draws the panel of a question.
 *
 * @param place   element that gets the panel
 * @param context {model, field, tags, may, faults: sentences by member, inputs: rule inputs that it feeds, actions}
 */
export function drawPanel(place, {model, field: it, tags, names, may, faults, feeds, actions}) {
  const type = typeOf(it);
  // the name of the field may follow its words: undo takes them back as one
  const id = it.name;
  const change = (work, step) => model.change(() => work(it), step && `${id}:${step}`);
  const others = model.fields.slice(0, model.fields.indexOf(it)).filter(one => one.type !== 'file');
  const form = element('form', {class: 'form panel-form', 'data-panel': true, onsubmit: event => event.preventDefault()},
    element('header', {class: 'panel-head'},
      element('h2', {id: 'panel-title'}, 'Question'),
      element('div', {class: 'panel-actions'},
        element('button', {type: 'button', class: 'btn btn-quiet btn-icon', 'aria-label': 'Duplicate the question', title: 'Duplicate', onclick: () => actions.duplicate(it)}, icon('copy')),
        element('button', {type: 'button', class: 'btn btn-quiet btn-icon', 'aria-label': 'Delete the question', title: 'Delete', onclick: () => actions.remove(it)}, icon('trash')),
        element('button', {type: 'button', class: 'btn btn-quiet btn-icon', 'aria-label': 'Close the panel', title: 'Close', onclick: actions.close}, icon('x-lg')))),
    texts('label', 'Question', it, {tags, names, change, rows: 2, maxlength: 300, after: () => follow(it, model, change, tags)}),
    texts('help', 'Help', it, {tags, names, change, rows: 2, maxlength: 2000, hint: 'Stands under the question.', optional: true}),
    element('div', {class: 'fields-row'},
      field('Type', select('type', Object.entries(TYPES).map(([value, {words}]) => [value, words]), it.type, {onchange: event => retype(it, event.target.value, change, model)})),
      target(it, model, change)),
    element('div', {'data-feeds': true}, feedsLine(feeds)),
    check('required', it.type === 'consent' ? 'Must be ticked' : 'Must be answered', Boolean(it.required), {onchange: event => change(one => put(one, 'required', event.target.checked || undefined))}),
    (type.options || type.makers) && options(it, type, {tags, change}),
    type.limits && limits(it, type, change),
    TEXT_TYPES.includes(it.type) && textLimits(it, change),
    type.files && field('Most files', input('maxFiles', {type: 'number', min: 1, max: 20, value: it.maxFiles ?? 1, oninput: event => change(one => put(one, 'maxFiles', whole(event.target.value)), 'maxFiles')})),
    condition(it, others, {tags, change}));
  mark(form, faults);
  if (!may) {
    form.querySelectorAll('input, textarea, select, button:not(:last-child)').forEach(control => {
      control.disabled = true;
    });
  }
  fill(place, form);
}

/** A member without a value is left out. */
function put(one, member, value) {
  if (value === undefined || value === null || value === '') {
    delete one[member];
  } else {
    one[member] = value;
  }
}

const whole = text => (/^\d+$/.test(text.trim()) ? Number(text) : undefined);

/** One text per language, side by side. */
function texts(member, words, it, {tags, names, change, rows, maxlength, hint, optional, after}) {
  return element('div', {class: 'localized', 'data-member': member}, tags.map(tag => field(
    tags.length > 1 ? `${words} in ${names(tag)}` : words,
    textarea(`${member}-${tag}`, textIn(it[member], tag, tags), {
      rows, maxlength, lang: tag, dir: 'auto', class: `form-control${missing(it[member], tags).includes(tag) ? ' untranslated' : ''}`,
      oninput: event => {
        change(one => put(one, member, withText(one[member], tag, event.target.value, tags)), `${member}-${tag}`);
        after?.(tag);
      },
    }),
    {hint: tag === tags[0] ? hint : undefined, optional: optional && tag === tags[0]})));
}

/** The name of an own answer follows the question until a person changes it, or the answer was published under it. */
function follow(it, model, change, tags) {
  if (it.name.startsWith('metadata.') && !it.named && fresh.has(it)) {
    const key = keyOf(textIn(it.label, tags[0], tags) || say(it.label));
    if (key) {
      const name = `metadata.${key}`;
      if (!model.fields.some(one => one !== it && one.name === name)) {
        change(one => {
          one.name = name;
        }, `label-${tags[0]}`);
        const control = document.querySelector('[data-panel] [name="key"]');
        if (control) {
          control.value = key;
        }
      }
    }
  }
}

/** Questions that were added on this page and still have the name that follows their words. */
export const fresh = new WeakSet();

/** What the answer fills. */
function target(it, model, change) {
  const isFile = it.type === 'file';
  const prefix = isFile ? 'documents.' : 'metadata.';
  const own = it.name.startsWith(prefix);
  const fit = MEMBERS.filter(([, , types]) => types.includes(it.type));
  const taken = new Set(model.fields.filter(one => one !== it).map(one => one.name));
  const choice = isFile ? null : select('target', [
    ...(['address', 'device'].includes(it.type) ? [] : [[OWN, 'An answer of its own']]),
    ...fit.filter(([name]) => !taken.has(name)).map(([name, words]) => [name, words]),
    ...(own || fit.some(([name]) => name === it.name) ? [] : [[it.name, it.name]]),
  ], own ? OWN : it.name, {onchange: event => {
    fresh.delete(it);
    change(one => {
      one.name = event.target.value === OWN ? model.freeName(`metadata.${keyOf(say(it.label)) || 'answer'}`) : event.target.value;
    });
  }});
  return element('div', {class: 'target', 'data-member': 'name'},
    choice && field('Answer fills', choice),
    (own || isFile) && field(isFile ? 'Type of document' : 'Name of the answer', input('key', {
      value: own ? it.name.slice(prefix.length) : it.name, maxlength: 100, spellcheck: 'false', pattern: '[A-Za-z][A-Za-z0-9_]*',
      oninput: event => {
        fresh.delete(it);
        change(one => {
          one.name = `${prefix}${event.target.value.trim()}`;
        }, 'key');
      },
    }), {hint: isFile ? 'Such as utilityBill; reviewers see it.' : 'Used by rules and exports.'}));
}

function retype(it, to, change, model) {
  change(one => {
    const type = TYPES[to];
    one.type = to;
    if (type.options || type.makers) {
      one.options ??= type.options ? [{value: 'yes', label: 'Yes'}, {value: 'no', label: 'No'}] : undefined;
    }
    for (const [member, keep] of [['options', type.options || type.makers], ['min', type.limits], ['max', type.limits],
      ['pattern', TEXT_TYPES.includes(to)], ['maxLength', TEXT_TYPES.includes(to)], ['maxFiles', type.files]]) {
      if (!keep || one[member] === undefined) {
        delete one[member];
      }
    }
    if (type.limits && typeof one.min !== (type.limits === 'date' ? 'string' : 'number')) {
      delete one.min;
      delete one.max;
    }
    const key = one.name.split('.').pop() || 'answer';
    if (to === 'file') {
      one.name = model.freeName(`documents.${key}`);
    } else if (type.member) {
      one.name = type.member;
    } else if (!one.name.startsWith('metadata.')) {
      const member = MEMBERS.find(([name]) => name === one.name);
      if (!member?.[2].includes(to)) {
        one.name = model.freeName(`metadata.${key}`);
      }
    }
  });
}

function options(it, type, {tags, change}) {
  const rows = (it.options ?? []).map((option, n) => element('li', {class: 'option-row', 'data-option': n},
    element('div', {class: 'option-texts'}, tags.map(tag => element('label', {}, element('span', {class: tags.length > 1 ? 'option-tag' : 'unseen'}, tags.length > 1 ? tag : `Words of option ${n + 1}`),
      input(`option-${n}-${tag}`, {value: textIn(option.label, tag, tags), maxlength: 200, lang: tag, dir: 'auto', 'aria-label': `Words of option ${n + 1}${tags.length > 1 ? ` in ${tag}` : ''}`,
        oninput: event => change(one => {
          const target = one.options[n];
          const before = textIn(target.label, tags[0], tags);
          put(target, 'label', withText(target.label, tag, event.target.value, tags) ?? '');
          target.label ??= '';
          if (tag === tags[0] && !type.makers && target.value === slug(before)) {
            target.value = slug(event.target.value) || target.value;
          }
        }, `option-${n}-${tag}`)})))),
    element('details', {class: 'option-value'}, element('summary', {title: 'What is stored'}, option.value || '…'),
      input(`value-${n}`, {value: option.value, maxlength: 200, spellcheck: 'false', 'aria-label': `What is stored for option ${n + 1}`, oninput: event => change(one => {
        one.options[n].value = event.target.value;
      }, `value-${n}`)})),
    element('span', {class: 'option-buttons'},
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', disabled: n === 0, 'aria-label': `Move option ${n + 1} up`, onclick: () => change(one => one.options.splice(n - 1, 0, ...one.options.splice(n, 1)))}, icon('arrow-up')),
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', disabled: n === it.options.length - 1, 'aria-label': `Move option ${n + 1} down`, onclick: () => change(one => one.options.splice(n + 1, 0, ...one.options.splice(n, 1)))}, icon('arrow-down')),
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': `Remove option ${n + 1}`, onclick: () => change(one => {
        one.options.splice(n, 1);
        if (one.options.length === 0 && type.makers) {
          delete one.options;
        }
      })}, icon('x-lg')))));
  const box = group(type.makers ? 'Makers to choose from' : 'Options', type.makers ? 'Without any, the maker is typed.' : null,
    element('ol', {class: 'option-rows'}, rows),
    element('button', {type: 'button', class: 'btn btn-sm', 'data-add-option': true, onclick: () => {
      change(one => {
        one.options ??= [];
        let n = one.options.length + 1;
        while (one.options.some(option => option.value === `option-${n}`)) {
          n++;
        }
        one.options.push({value: `option-${n}`, label: tags.length > 1 ? {[tags[0]]: `Option ${n}`} : `Option ${n}`});
      });
      [...document.querySelectorAll('[data-panel] .option-row input')].at(-2 - (tags.length - 1))?.select();
    }}, icon('plus-lg'), 'Add an option'));
  box.dataset.member = 'options';
  return box;
}

function limits(it, type, change) {
  const [least, most] = {number: ['Smallest', 'Largest'], date: ['First day', 'Last day'], count: ['Fewest options', 'Most options']}[type.limits];
  const read = text => (type.limits === 'date' ? text || undefined : text.trim() === '' || Number.isNaN(Number(text)) ? undefined : Number(text));
  const control = member => {
    if (type.limits !== 'date') {
      return input(member, {type: 'number', step: it.type === 'number' || it.type === 'money' ? 'any' : 1, value: it[member] ?? '', oninput: event => change(one => put(one, member, read(event.target.value)), member)});
    }
    const isToday = it[member] === 'today';
    return element('span', {class: 'day-limit'},
      select(`${member}-kind`, [['', 'No limit'], ['today', 'The day of the application'], ['day', 'A day']], isToday ? 'today' : it[member] ? 'day' : '', {
        'aria-label': member === 'min' ? least : most,
        onchange: event => change(one => put(one, member, event.target.value === 'today' ? 'today' : event.target.value === 'day' ? new Date().toISOString().slice(0, 10) : undefined))}),
      it[member] && !isToday && input(member, {type: 'date', value: it[member], 'aria-label': member === 'min' ? least : most, oninput: event => change(one => put(one, member, read(event.target.value)), member)}));
  };
  return element('div', {class: 'fields-row'},
    wrap('min', field(least, control('min'), {optional: true})), wrap('max', field(most, control('max'), {optional: true})));
}

function wrap(member, made) {
  made.dataset.member = member;
  return made;
}

function textLimits(it, change) {
  const known = PATTERNS.some(([value]) => value === (it.pattern ?? ''));
  const own = it.pattern !== undefined && !known;
  return [
    wrap('maxLength', field('Most characters', input('maxLength', {type: 'number', min: 1, max: 5000, value: it.maxLength ?? '', oninput: event => change(one => put(one, 'maxLength', whole(event.target.value)), 'maxLength')}), {optional: true})),
    element('div', {'data-member': 'pattern', class: 'stack'},
      field('What the answer must look like', select('patternKind', PATTERNS, own ? 'own' : it.pattern ?? '', {onchange: event => change(one => put(one, 'pattern', event.target.value === 'own' ? '[A-Z]{2}[0-9]{6}' : event.target.value))})),
      it.pattern !== undefined && tryOut(it, change)),
  ];
}

/** The pattern with an example to try. */
function tryOut(it, change) {
  const verdict = element('span', {class: 'try-verdict', role: 'status'});
  const example = input('example', {placeholder: 'An answer to try', oninput: () => judge()});
  function judge() {
    const typed = example.value;
    let fits = null;
    try {
      fits = new RegExp(`^(?:${it.pattern})$`, 'u').test(typed);
    } catch {
      fill(verdict, icon('exclamation-triangle'), 'The pattern cannot be read.');
      return;
    }
    fill(verdict, typed && [icon(fits ? 'check-circle' : 'x-circle'), fits ? 'Accepted' : 'Refused']);
  }
  return [
    field('Pattern', input('pattern', {value: it.pattern, maxlength: 1000, spellcheck: 'false', class: 'form-control code', oninput: event => {
      change(one => put(one, 'pattern', event.target.value), 'pattern');
      judge();
    }}), {hint: 'A regular expression for the whole answer.'}),
    element('div', {class: 'try-out'}, field('Try it', example), verdict),
  ];
}

function condition(it, others, {tags, change}) {
  const stated = it.visibleWhen;
  const one = stated === undefined ? null : simple(stated, others);
  const mode = stated === undefined ? 'always' : one ? 'simple' : 'feel';
  const choose = event => change(target => {
    if (event.target.value === 'always') {
      delete target.visibleWhen;
    } else if (event.target.value === 'simple') {
      const first = others.find(other => comparisons(other)[0][0] !== 'answered') ?? others[0];
      target.visibleWhen = feel(beginning(first));
    } else {
      target.visibleWhen ??= '';
      target.visibleWhen = one ? `${target.visibleWhen} ` : target.visibleWhen || 'true';
    }
  });
  const box = group('When it is shown', null,
    select('conditionMode', [['always', 'Always'], ...(others.length > 0 ? [['simple', 'If an answer before it fits']] : []), ['feel', 'If a FEEL condition is true']], mode, {'aria-label': 'When it is shown', onchange: choose}),
    mode === 'simple' && element('div', {class: 'condition'},
      select('conditionField', others.map(other => [other.name, say(other.label, tags)]), one.field.name, {'aria-label': 'Question', onchange: event => change(target => {
        target.visibleWhen = feel(beginning(others.find(other => other.name === event.target.value)));
      })}),
      select('conditionComparison', comparisons(one.field), one.comparison, {'aria-label': 'Comparison', onchange: event => change(target => {
        target.visibleWhen = feel({...one, comparison: event.target.value, value: one.value || beginning(one.field).value});
      })}),
      one.comparison !== 'answered' && valueOf(one, tags, value => change(target => {
        target.visibleWhen = feel({...one, value});
      }, 'conditionValue'))),
    mode === 'feel' && [
      textarea('feel', stated, {rows: 3, maxlength: 1000, spellcheck: 'false', class: 'form-control code', 'aria-label': 'FEEL condition', oninput: event => change(target => {
        target.visibleWhen = event.target.value;
      }, 'feel')}),
      element('p', {class: 'form-hint'}, 'Over the answers by their names, such as metadata.monthlyKwh > 500 and address.state = "NY".'),
    ]);
  box.dataset.member = 'visibleWhen';
  return box;
}

function beginning(field) {
  const [[comparison]] = comparisons(field);
  const value = field.options?.[0]?.value ?? (field.type === 'boolean' || field.type === 'consent' ? 'true' : ['number', 'integer', 'money'].includes(field.type) ? '0' : '');
  return {field, comparison, value};
}

function valueOf({field, value}, tags, take) {
  const onchange = event => take(event.target.value);
  if (field.type === 'boolean' || field.type === 'consent') {
    return select('conditionValue', [['true', 'Yes'], ['false', 'No']], value, {'aria-label': 'Answer', onchange});
  }
  if (field.options?.length > 0) {
    return select('conditionValue', field.options.map(option => [option.value, say(option.label, tags)]), value, {'aria-label': 'Answer', onchange});
  }
  return input('conditionValue', {value, type: ['number', 'integer', 'money'].includes(field.type) ? 'number' : 'text', step: 'any', 'aria-label': 'Answer', oninput: onchange});
}

/** Shows what the server found at the controls of the member. */
export function mark(form, faults) {
  form.querySelectorAll('[data-fault]').forEach(old => old.remove());
  form.querySelectorAll('[aria-invalid]').forEach(control => control.removeAttribute('aria-invalid'));
  for (const [path, sentences] of faults) {
    const member = path.split('/')[0];
    const place = form.querySelector(`[data-member="${member}"]`) ?? form.querySelector(`[name="${member}"]`)?.closest('.field') ?? form;
    const control = place.querySelector('input, select, textarea');
    control?.setAttribute('aria-invalid', 'true');
    const text = element('p', {class: 'form-error', 'data-fault': member}, element('span', {}, sentences.join(' ')));
    if (place === form) {
      form.querySelector('.panel-head').after(text);
    } else {
      place.prepend(text);
    }
  }
}
