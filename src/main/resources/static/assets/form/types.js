// The types of questions, what an answer fills, and conditions.

/** wire name: [words, icon, has options, has limits] */
export const TYPES = {
  text: {words: 'Short text', icon: 'type'},
  longText: {words: 'Long text', icon: 'file-earmark-text'},
  number: {words: 'Number', icon: 'hash', limits: 'number'},
  integer: {words: 'Whole number', icon: 'hash', limits: 'number'},
  money: {words: 'Amount of money', icon: 'cash-coin', limits: 'number'},
  date: {words: 'Date', icon: 'calendar3', limits: 'date'},
  boolean: {words: 'Yes or no', icon: 'toggle-on'},
  choice: {words: 'One of several', icon: 'circle', options: true},
  multiChoice: {words: 'Any of several', icon: 'check2-square', options: true, limits: 'count'},
  email: {words: 'E-mail', icon: 'envelope'},
  phone: {words: 'Telephone', icon: 'telephone'},
  address: {words: 'Address', icon: 'geo-alt', member: 'address'},
  device: {words: 'Device with serial number', icon: 'battery-charging', member: 'device', makers: true},
  file: {words: 'File', icon: 'paperclip', files: true},
  consent: {words: 'Consent', icon: 'check-lg'},
};

export const TEXT_TYPES = ['text', 'longText'];

/** Members of an enrollment that an answer can fill: [name, words, types]. */
export const MEMBERS = [
  ['firstName', 'First name', ['text']],
  ['lastName', 'Last name', ['text']],
  ['email', 'E-mail address', ['email', 'text']],
  ['phone', 'Telephone', ['phone', 'text']],
  ['address', 'Address', ['address']],
  ['address.streetOne', 'Street', ['text']],
  ['address.streetTwo', 'Second line of the address', ['text']],
  ['address.city', 'City', ['text']],
  ['address.state', 'State', ['text', 'choice']],
  ['address.postalCode', 'Postal code', ['text']],
  ['address.country', 'Country', ['text', 'choice']],
  ['device', 'Device with serial number', ['device']],
  ['manufacturerSlugs', 'Makers of devices', ['choice', 'multiChoice', 'text']],
  ['serialNumber', 'Serial number', ['text']],
  ['referenceId', 'Reference number', ['text', 'choice']],
  ['referenceDescription', 'Description of the reference', ['text', 'longText', 'choice']],
  ['tags', 'Tags', ['choice', 'multiChoice', 'text']],
  ['terms', 'Consent to the terms of the program', ['consent']],
];

const MEMBER_WORDS = Object.fromEntries(MEMBERS.map(([name, words]) => [name, words]));

/** What an answer fills, in words. */
export function memberWords(name) {
  if (name.startsWith('metadata.')) {
    return `Answer “${name.slice('metadata.'.length)}”`;
  }
  return name.startsWith('documents.') ? `Document “${name.slice('documents.'.length)}”` : MEMBER_WORDS[name] ?? name;
}

export const typeOf = field => TYPES[field.type] ?? TYPES.text;

/** `What is your monthly use?` becomes `monthlyUse`. */
export function keyOf(label) {
  const stop = new Set(['what', 'is', 'your', 'the', 'a', 'an', 'of', 'do', 'you', 'how', 'in', 'are', 'have', 'to', 'for', 'which']);
  const all = label.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[^A-Za-z0-9 ]+/g, ' ').trim().split(/\s+/).filter(Boolean);
  const words = all.filter(word => !stop.has(word.toLowerCase()));
  const used = (words.length > 0 ? words : all).slice(0, 5);
  const key = used.map((word, n) => (n === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1).toLowerCase())).join('');
  return /^[A-Za-z]/.test(key) ? key.slice(0, 60) : `answer${key}`.slice(0, 60);
}

// conditions -------------------------------------------------------------------------------------------------------------

/** Comparisons by type of the question that is read: [value, words]. */
export function comparisons(field) {
  if (!field) {
    return [['is', 'is']];
  }
  if (['number', 'integer', 'money'].includes(field.type)) {
    return [['is', 'is'], ['more', 'is at least'], ['less', 'is at most'], ['answered', 'is answered']];
  }
  if (field.type === 'boolean' || field.type === 'consent') {
    return [['is', 'is']];
  }
  if (field.type === 'multiChoice') {
    return [['contains', 'contains'], ['answered', 'is answered']];
  }
  return field.options?.length > 0 || field.type === 'text'
    ? [['is', 'is'], ['not', 'is not'], ['answered', 'is answered']] : [['answered', 'is answered']];
}

const quote = text => `"${String(text).replace(/\\/g, '\\\\').replace(/"/g, '\\"')}"`;

/** FEEL of a simple condition {field, comparison, value}; the field is a question of the form. */
export function feel({field, comparison, value}) {
  const number = ['number', 'integer', 'money'].includes(field.type);
  const literal = number ? String(Number(value) || 0) : field.type === 'boolean' || field.type === 'consent' ? String(value === 'true') : quote(value);
  switch (comparison) {
    case 'answered': return `${field.name} != null`;
    case 'contains': return `list contains(${field.name}, ${literal})`;
    case 'not': return `${field.name} != ${literal}`;
    case 'more': return `${field.name} >= ${literal}`;
    case 'less': return `${field.name} <= ${literal}`;
    default: return `${field.name} = ${literal}`;
  }
}

const SIMPLE = /^\s*([A-Za-z][\w.]*)\s*(!=|>=|<=|=)\s*(null|true|false|-?\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*")\s*$/;
const CONTAINS = /^\s*list contains\(\s*([A-Za-z][\w.]*)\s*,\s*("(?:[^"\\]|\\.)*")\s*\)\s*$/;
const unquote = text => (text.startsWith('"') ? text.slice(1, -1).replace(/\\(.)/g, '$1') : text);

/** The simple condition that a FEEL text states, or null where it states more. */
export function simple(text, fields) {
  const contains = CONTAINS.exec(text ?? '');
  if (contains) {
    const field = fields.find(one => one.name === contains[1]);
    return field ? {field, comparison: 'contains', value: unquote(contains[2])} : null;
  }
  const match = SIMPLE.exec(text ?? '');
  const field = match && fields.find(one => one.name === match[1]);
  if (!field) {
    return null;
  }
  if (match[3] === 'null') {
    return match[2] === '!=' ? {field, comparison: 'answered', value: ''} : null;
  }
  const comparison = {'=': 'is', '!=': 'not', '>=': 'more', '<=': 'less'}[match[2]];
  return comparisons(field).some(([value]) => value === comparison) ? {field, comparison, value: unquote(match[3])} : null;
}

/** A condition in words, for the list. */
export function conditionWords(text, fields, say) {
  const one = simple(text, fields);
  if (!one) {
    return 'under a condition';
  }
  const value = one.field.options?.find(option => option.value === one.value);
  const words = one.field.type === 'boolean' || one.field.type === 'consent' ? (one.value === 'true' ? 'yes' : 'no') : value ? say(value.label) : one.value;
  const verb = {is: 'is', not: 'is not', more: 'is at least', less: 'is at most', contains: 'contains', answered: 'is answered'}[one.comparison];
  return `if “${say(one.field.label)}” ${verb}${one.comparison === 'answered' ? '' : ` ${words}`}`;
}
