// The form of a branding with its live preview.

import {call, exchange, latest} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {onSubmit, show} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {draw, paint} from './preview.js';

const page = document.querySelector('[data-branding]');
const path = page.dataset.branding;
const inherits = page.dataset.inherits === 'true';
const may = page.dataset.may === 'true';
const form = page.querySelector('[data-form]');
const rows = form.querySelector('[data-link-rows]');
const well = form.querySelector('[data-logo-well]');
const removeLogo = form.querySelector('[data-remove-logo]');
const state = form.querySelector('[data-state]');

const TEXTS = ['name', 'color', 'textColor', 'darkColor', 'darkTextColor', 'email', 'phone', 'senderName', 'replyTo'];
const MOST_LINKS = 8;
const WAIT = 150;

let stored;
let tag;
/** What to do with the logo on saving: undefined nothing, null remove, else a file. */
let logo;
let logoAddress = null;
let colors;

/** The settings of the form, null for what is empty. */
function entered() {
  const value = name => form.elements[name].value.trim() || null;
  const privacy = form.elements.privacy.value;
  const links = [...rows.children].map(row => ({label: row.querySelector('[data-label]').value.trim(), url: row.querySelector('[data-url]').value.trim()}));
  const settings = Object.fromEntries(TEXTS.map(name => [name, value(name)]));
  settings.color = hex(settings.color);
  settings.darkColor = hex(settings.darkColor);
  if (!settings.color) {
    settings.textColor = settings.darkColor = settings.darkTextColor = null;
  } else if (!settings.darkColor) {
    settings.darkTextColor = null;
  }
  return {
    ...settings,
    phone: settings.phone?.replace(/[\s()./-]/g, '') ?? null,
    privacyUrl: privacy === 'url' ? value('privacyUrl') : null,
    privacyText: privacy === 'text' ? value('privacyText') : null,
    footerLinks: links.length > 0 || (inherits && stored.footerLinks) ? links : null,
  };
}

/** `0B6E4F` and `#0b6` are colours, too. */
function hex(text) {
  const digits = text?.replace(/^#/, '').toLowerCase();
  if (/^[0-9a-f]{3}$/.test(digits ?? '')) {
    return `#${[...digits].map(digit => digit + digit).join('')}`;
  }
  return /^[0-9a-f]{6}$/.test(digits ?? '') ? `#${digits}` : text;
}

/** What differs from what is stored, as a merge patch. */
function patch() {
  return Object.fromEntries(Object.entries(entered())
    .filter(([name, value]) => JSON.stringify(value ?? null) !== JSON.stringify(stored[name] ?? null)));
}

const isChanged = () => logo !== undefined || Object.keys(patch()).length > 0;

function write() {
  for (const name of TEXTS) {
    form.elements[name].value = stored[name] ?? '';
  }
  for (const name of ['textColor', 'darkTextColor']) {
    offer(form.elements[name], stored[name]);
  }
  form.querySelector('[data-dark]').open = Boolean(stored.darkColor);
  form.elements.privacy.value = stored.privacyUrl ? 'url' : stored.privacyText ? 'text' : 'none';
  form.elements.privacyUrl.value = stored.privacyUrl ?? '';
  form.elements.privacyText.value = stored.privacyText ?? '';
  fill(rows, (stored.footerLinks ?? []).map(link => row(link)));
  form.elements.logo.value = '';
  logo = undefined;
  const {effective} = stored;
  form.elements.name.placeholder = effective.name;
  form.elements.senderName.placeholder = effective.senderName;
  if (inherits) {
    form.elements.email.placeholder = stored.email ? '' : effective.email ?? '';
    form.elements.phone.placeholder = stored.phone ? '' : effective.phone ?? '+12125550100';
    form.elements.replyTo.placeholder = stored.replyTo ? '' : effective.replyTo ?? '';
    form.elements.color.placeholder = stored.color ? '' : effective.colors?.color ?? '#0b6e4f';
  }
  changed();
}

/** Another text colour than those of the list is an option, too. */
function offer(choice, value) {
  if (value && ![...choice.options].some(option => option.value === value)) {
    choice.append(element('option', {value}, `Text ${value}`));
  }
  choice.value = value ?? '';
}

function row(link = {label: '', url: ''}) {
  const id = `link-${Math.random().toString(36).slice(2)}`;
  const made = element('li', {class: 'link-row'},
    element('div', {class: 'field'}, element('label', {class: 'form-label', for: `${id}-label`}, 'Words'),
      element('input', {class: 'form-control', id: `${id}-label`, 'data-label': true, value: link.label, maxlength: 60, autocomplete: 'off'})),
    element('div', {class: 'field'}, element('label', {class: 'form-label', for: `${id}-url`}, 'Address'),
      element('input', {class: 'form-control', id: `${id}-url`, 'data-url': true, value: link.url, placeholder: 'https://', maxlength: 2000, autocomplete: 'off'})),
    element('button', {type: 'button', class: 'btn btn-quiet btn-icon', 'aria-label': 'Remove the link', onclick: () => {
      made.remove();
      changed();
      form.querySelector('[data-add-link]').focus();
    }}, icon('trash')));
  return made;
}

/** Draws everything that follows from the form. */
function changed() {
  const settings = entered();
  const {effective} = stored;
  [...rows.children].forEach((line, n) => {
    line.querySelector('[data-label]').name = `footerLinks.${n}.label`;
    line.querySelector('[data-url]').name = `footerLinks.${n}.url`;
  });
  form.querySelector('[data-add-link]').hidden = rows.children.length >= MOST_LINKS;
  for (const part of form.querySelectorAll('[data-privacy]')) {
    part.hidden = part.dataset.privacy !== form.elements.privacy.value;
  }
  const inherited = name => (inherits || stored[name] === undefined ? effective[name] : null);
  const shownLogo = logo === undefined ? (stored.logo ?? effective.logo)?.path ?? null : logo === null ? null : logoAddress;
  const own = logo === undefined ? Boolean(stored.logo) : logo !== null;
  fill(well, own && shownLogo && [['light', 'white'], ['dark', 'dark']].map(([theme, words]) =>
    element('span', {class: `logo-on-${theme}`}, element('img', {src: shownLogo, alt: `The logo on a ${words} ground`}))));
  removeLogo.hidden = !own;
  const name = settings.name ?? (stored.name ? page.dataset.fallback : null) ?? effective.name;
  draw({
    name,
    logo: shownLogo,
    email: settings.email ?? (inherits && !stored.email ? inherited('email') : null),
    phone: settings.phone ?? (inherits && !stored.phone ? inherited('phone') : null),
    privacy: settings.privacyUrl ?? settings.privacyText ?? (inherits && !stored.privacyUrl && !stored.privacyText ? effective.privacyUrl ?? effective.privacyText : null),
    links: (settings.footerLinks ?? (inherits ? effective.footerLinks : [])).map(link => link.label).filter(Boolean),
    senderName: settings.senderName ?? name,
    replyTo: settings.replyTo ?? (inherits && !stored.replyTo ? inherited('replyTo') : null),
  });
  const wanted = JSON.stringify([settings.color, settings.textColor, settings.darkColor, settings.darkTextColor]);
  if (wanted !== colors) {
    colors = wanted;
    derive(settings);
  }
  if (state) {
    state.textContent = isChanged() ? 'Not saved yet' : '';
  }
}

const askColors = latest(async (signal, settings) => {
  await new Promise(done => setTimeout(done, WAIT));
  if (signal.aborted) {
    throw new DOMException('A later colour', 'AbortError');
  }
  const query = new URLSearchParams(['color', 'textColor', 'darkColor', 'darkTextColor'].filter(name => settings[name]).map(name => [name, settings[name]]));
  return call('GET', `/brandColors?${query}`, undefined, {signal});
});

/** Asks the server for the shades, and says whether text can be read. */
async function derive(settings) {
  const shown = settings.color ? settings : {...settings, ...(inherits && !stored.color ? stored.effective.colors : {})};
  const wells = {color: settings.color, darkColor: settings.darkColor};
  if (!shown.color) {
    paint(null);
    verdicts({});
    setWells(wells, {color: '#3550cf', darkColor: '#4a66e0'});
    return;
  }
  try {
    const derived = await askColors(shown);
    paint(derived.tokens);
    setWells(wells, derived);
    verdicts(settings.color ? {color: readable(derived.contrast), darkColor: readable(derived.darkContrast)} : {});
  } catch (refusal) {
    const pairs = refusal.problem?.colors ?? [];
    pairs.forEach(pair => {
      form.querySelector(`[data-well="${pair.pointer.slice(1)}"]`).value = pair.color;
    });
    verdicts(Object.fromEntries(pairs.map(pair => [pair.pointer.slice(1), unreadable(pair)])));
    if (pairs.some(pair => pair.pointer === '/darkColor')) {
      form.querySelector('[data-dark]').open = true;
    }
  }
}

function setWells(own, derived) {
  for (const name of ['color', 'darkColor']) {
    form.querySelector(`[data-well="${name}"]`).value = own[name] ?? derived[name];
  }
}

function verdicts(found) {
  for (const place of form.querySelectorAll('[data-verdict]')) {
    fill(place, found[place.dataset.verdict]);
  }
}

const ratio = contrast => `${contrast.toFixed(1)} : 1`;

const readable = contrast => element('div', {class: 'verdict', role: 'status'},
  element('span', {class: 'badge badge-success'}, icon('check-lg'), `Readable, contrast ${ratio(contrast)}`));

/** What is wrong, and buttons that mend it. */
function unreadable(pair) {
  const member = pair.pointer.slice(1);
  const take = (name, value) => () => {
    if (name.endsWith('extColor')) {
      offer(form.elements[name], value);
    } else {
      form.elements[name].value = value;
    }
    changed();
    form.elements[member].focus();
  };
  return element('div', {class: 'verdict', role: 'alert'},
    element('p', {}, element('span', {class: 'badge badge-danger'}, icon('exclamation-triangle'), `Hard to read, contrast ${ratio(pair.contrast)}`)),
    element('p', {class: 'muted'}, `Text on this colour needs a contrast of at least ${pair.required} : 1. Take one of these:`),
    pair.nearest && element('button', {type: 'button', class: 'btn btn-sm', onclick: take(member, pair.nearest)}, swatch(pair.nearest), `Nearest readable colour ${pair.nearest}`),
    pair.betterTextColor !== pair.textColor && element('button', {type: 'button', class: 'btn btn-sm', onclick: take(member === 'color' ? 'textColor' : 'darkTextColor', pair.betterTextColor)},
      pair.betterTextColor === '#ffffff' ? 'White text' : 'Dark text'));
}

function swatch(color) {
  const made = element('span', {class: 'swatch', 'aria-hidden': 'true'});
  made.style.backgroundColor = color;
  return made;
}

async function chooseLogo() {
  const [file] = form.elements.logo.files;
  if (!file) {
    return;
  }
  logoAddress = await new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(file);
  });
  logo = file;
  changed();
}

const TYPES = {png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', svg: 'image/svg+xml'};
const typeOf = file => file.type || TYPES[file.name.split('.').pop().toLowerCase()] || 'application/octet-stream';

/** Sends a request with the tag of what was read; a conflict keeps what was entered. */
async function send(method, target, body, options = {}) {
  try {
    const answer = await exchange(method, target, body, {...options, ifMatch: tag});
    tag = answer.tag;
    return answer.body;
  } catch (refusal) {
    if (refusal.status === 412) {
      const now = await exchange('GET', path);
      const names = Object.keys({...stored, ...now.body})
        .filter(name => WORDS[name] && JSON.stringify(stored[name]) !== JSON.stringify(now.body[name])).map(name => WORDS[name]);
      stored = now.body;
      tag = now.tag;
      refusal.message = `Another person saved this meanwhile${names.length > 0 ? ` and changed ${names.join(', ')}` : ''}. What you entered is still here: save again to apply it on top.`;
    }
    throw refusal;
  }
}

const WORDS = {
  name: 'the name', logo: 'the logo', color: 'the colour', textColor: 'the text on the colour', darkColor: 'the colour of the dark theme',
  darkTextColor: 'the text in the dark theme', email: 'the e-mail', phone: 'the telephone', privacyUrl: 'the privacy notice',
  privacyText: 'the privacy notice', footerLinks: 'the links', senderName: 'the sender', replyTo: 'the address for replies',
};

async function save() {
  const changes = patch();
  if (Object.keys(changes).length > 0) {
    stored = await send('PATCH', path, changes);
  }
  if (logo !== undefined) {
    try {
      stored = await (logo === null ? send('DELETE', `${path}/logo`) : send('PUT', `${path}/logo`, logo, {type: typeOf(logo)}));
    } catch (refusal) {
      if ([413, 415, 422].includes(refusal.status)) {
        show(form, new Map([['logo', refusal.status === 413 ? 'The logo has more than 512 KB. Save it with less pixels, or as SVG.' : refusal.message]]));
        return;
      }
      throw refusal;
    }
  }
  logo = undefined;
  write();
  toast(inherits ? 'Saved. Applicants see it at once.' : 'Saved. Applicants see it at once; reload these pages to see it here.');
}

async function load() {
  const answer = await exchange('GET', path);
  stored = answer.body;
  tag = answer.tag;
  write();
}

form.addEventListener('input', event => {
  const {well: name} = event.target.dataset;
  if (name) {
    form.elements[name].value = event.target.value;
  }
  changed();
});
form.elements.logo.addEventListener('change', () => chooseLogo().catch(() => toast('The file cannot be read.', {kind: 'danger'})));
removeLogo.addEventListener('click', () => {
  logo = stored.logo ? null : undefined;
  form.elements.logo.value = '';
  changed();
  form.elements.logo.focus();
});
form.querySelector('[data-add-link]').addEventListener('click', () => {
  const made = row();
  rows.append(made);
  changed();
  made.querySelector('input').focus();
});
form.querySelector('[data-undo]')?.addEventListener('click', () => {
  write();
  form.elements.name.focus();
});
window.addEventListener('beforeunload', event => {
  if (may && stored && isChanged()) {
    event.preventDefault();
  }
});
onSubmit(form, save);
load().catch(refusal => {
  fill(page, element('div', {class: 'empty', role: 'alert'}, icon('exclamation-triangle'), element('h2', {}, 'The branding cannot be loaded'),
    element('p', {}, refusal.message), element('button', {type: 'button', class: 'btn', onclick: () => location.reload()}, 'Try again')));
});
