// The form that is edited: pages and fields, undo and redo, and the merge with what another person saved.

const MOST_STEPS = 200;
const SAME_STEP = 1200;

const copy = value => structuredClone(value);
const same = (one, other) => JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

/** A form as pages: the flat form of earlier versions becomes one page; former names of types the present ones. */
export function normalized(config) {
  const {fields, ...rest} = config ?? {};
  const pages = rest.pages ?? [{fields: fields ?? []}];
  const former = {textarea: 'longText', select: 'choice', multiselect: 'multiChoice'};
  return {...rest, pages: pages.map(page => ({...page, fields: (page.fields ?? []).map(field => ({...field, type: former[field.type] ?? field.type}))}))};
}

export class FormModel extends EventTarget {
  constructor(config) {
    super();
    this.form = normalized(config);
    this.past = [];
    this.future = [];
    this.step = null;
  }

  get pages() {
    return this.form.pages;
  }

  get fields() {
    return this.pages.flatMap(page => page.fields);
  }

  /** Where a field is: {page, index}; null for none. */
  place(field) {
    for (const [page, {fields}] of this.pages.entries()) {
      const index = fields.indexOf(field);
      if (index >= 0) {
        return {page, index};
      }
    }
    return null;
  }

  at(page, index) {
    return this.pages[page]?.fields[index] ?? null;
  }

  /**
   * Changes the form by `work(form)`.
   *
   * @param step name of a change that goes on while a person types: it is undone as one
   */
  change(work, step = null) {
    const before = copy(this.form);
    work(this.form);
    if (same(before, this.form)) {
      return;
    }
    const now = Date.now();
    const goesOn = step !== null && this.step?.name === step && now - this.step.at < SAME_STEP;
    if (!goesOn) {
      this.past.push(before);
      this.past.splice(0, Math.max(0, this.past.length - MOST_STEPS));
    }
    this.future = [];
    this.step = {name: step, at: now};
    this.emit({typing: step !== null});
  }

  undo() {
    this.travel(this.past, this.future);
  }

  redo() {
    this.travel(this.future, this.past);
  }

  travel(from, to) {
    if (from.length > 0) {
      to.push(copy(this.form));
      this.form = from.pop();
      this.step = null;
      this.emit({replaced: true});
    }
  }

  /** Another form takes the place of this one; undo brings this one back. */
  replace(form) {
    this.past.push(copy(this.form));
    this.form = normalized(form);
    this.future = [];
    this.step = null;
    this.emit({replaced: true});
  }

  emit(detail) {
    this.dispatchEvent(new CustomEvent('change', {detail}));
  }

  /** A name that no field has: `monthlyKwh`, `monthlyKwh2`. */
  freeName(name) {
    const taken = new Set(this.fields.map(field => field.name));
    let free = name;
    for (let n = 2; taken.has(free); n++) {
      free = `${name}${n}`;
    }
    return free;
  }
}

/**
 * Joins two changes of one form: `mine` and `theirs`, both made from `base`. A part that only one of them changed is
 * taken from there; of a part that both changed, mine is kept and its name is in `kept`.
 *
 * @returns {form, theirs: names of what they changed, kept: names of what both changed}
 */
export function merge(base, mine, theirs, nameOf) {
  const changedByThem = [];
  const kept = [];
  const known = new Map(base.pages.flatMap(page => page.fields).map(field => [field.name, field]));
  const ofThem = new Map(theirs.pages.flatMap(page => page.fields).map(field => [field.name, field]));
  const result = copy(mine);
  const ofMine = new Map(result.pages.flatMap(page => page.fields).map(field => [field.name, field]));
  for (const [name, field] of ofThem) {
    const before = known.get(name);
    const own = ofMine.get(name);
    if (!before && !own) {
      insert(result, theirs, field);
      changedByThem.push(nameOf(field));
    } else if (!same(before, field) && own) {
      if (same(before, own)) {
        Object.keys(own).forEach(member => delete own[member]);
        Object.assign(own, copy(field));
        changedByThem.push(nameOf(field));
      } else if (!same(own, field)) {
        kept.push(nameOf(own));
      }
    }
  }
  for (const [name, before] of known) {
    const own = ofMine.get(name);
    if (!ofThem.has(name) && own) {
      if (same(before, own)) {
        result.pages.forEach(page => page.fields.splice(0, page.fields.length, ...page.fields.filter(field => field !== own)));
        changedByThem.push(nameOf(before));
      } else {
        kept.push(nameOf(own));
      }
    }
  }
  for (const member of ['title', 'intro', 'submitLabel', 'thanks']) {
    if (!same(base[member], theirs[member]) && same(base[member], mine[member])) {
      result[member] = copy(theirs[member]);
    }
  }
  if (result.pages.length === theirs.pages.length && base.pages.length === theirs.pages.length) {
    result.pages.forEach((page, n) => {
      for (const member of ['title', 'intro']) {
        if (!same(base.pages[n][member], theirs.pages[n][member]) && same(base.pages[n][member], page[member])) {
          page[member] = copy(theirs.pages[n][member]);
        }
      }
    });
  }
  return {form: result, theirs: changedByThem, kept};
}

/** A field of theirs stands after the field before it, or at the end of the page with the same number. */
function insert(result, theirs, field) {
  const number = theirs.pages.findIndex(page => page.fields.includes(field));
  const page = theirs.pages[number];
  const before = page.fields[page.fields.indexOf(field) - 1];
  for (const target of result.pages) {
    const index = before ? target.fields.findIndex(one => one.name === before.name) : -1;
    if (index >= 0) {
      target.fields.splice(index + 1, 0, copy(field));
      return;
    }
  }
  const target = result.pages[Math.min(number, result.pages.length - 1)];
  target.fields.splice(before ? target.fields.length : 0, 0, copy(field));
}

/** The words in one language; a text for every language is that of the first one. */
export const textIn = (text, tag, tags) => (typeof text === 'string' ? (tag === tags[0] ? text : '') : text?.[tag] ?? '');

/** A text for a heading: the first language that has one. */
export const say = (text, tags = []) => (typeof text === 'string' ? text
  : tags.map(tag => text?.[tag]).find(Boolean) ?? Object.values(text ?? {}).find(Boolean) ?? '');

/**
 * The text with other words in one language. One language alone stays a plain text; with several, a plain text becomes
 * that of the first language.
 */
export function withText(text, tag, words, tags) {
  if (tags.length < 2 && (text === undefined || text === null || typeof text === 'string')) {
    return words === '' ? undefined : words;
  }
  const texts = typeof text === 'string' ? {[tags[0]]: text} : {...text};
  if (words === '') {
    delete texts[tag];
  } else {
    texts[tag] = words;
  }
  return Object.keys(texts).length === 0 ? undefined : texts;
}

/** The languages in which a text lacks words; a text that was not written lacks nothing. */
export function missing(text, tags) {
  if (text === undefined || text === null || tags.length < 2) {
    return [];
  }
  return typeof text === 'string' ? tags.slice(1) : tags.filter(tag => !text[tag]?.trim());
}
