// Small pages of applicants and a mail, with what the form says now.

import {element, fill} from '../system/dom.js';

const sample = name => document.querySelector(`[data-sample="${name}"]`);

/**
 * Draws the samples.
 *
 * @param brand {name, logo, email, phone, privacy, links, senderName, replyTo}; `logo` is an address or null
 */
export function draw(brand) {
  for (const [theme, words] of [['light', 'Light theme'], ['dark', 'Dark theme']]) {
    fill(sample(theme),
      element('figcaption', {}, words),
      element('div', {class: 'sample-page'}, head(brand), body(), foot(brand)));
  }
  fill(sample('mail'), element('figcaption', {}, 'Mail'), mail(brand));
}

/** Sets the colour tokens on the samples; those of Enlist where null. */
export function paint(tokens) {
  for (const page of document.querySelectorAll('[data-sample]')) {
    for (const name of NAMES) {
      page.style.removeProperty(name);
    }
    for (const [name, value] of Object.entries(tokens ?? ENLIST)) {
      page.style.setProperty(name, value);
    }
  }
}

// the console itself has the colours of the organization: a preview without colours shows those of tokens.css
const ENLIST = {
  '--brand': 'light-dark(#3550cf, #4a66e0)', '--brand-hover': 'light-dark(#2a41ad, #5570e6)', '--on-brand': '#ffffff',
  '--brand-text': 'light-dark(#2f49c0, #a3b5ff)', '--brand-subtle': 'light-dark(#eef1fd, #1e2746)',
  '--brand-line': 'light-dark(#c3ccf6, #3a4a86)', '--focus': 'light-dark(#3550cf, #93a8ff)',
};
const NAMES = Object.keys(ENLIST);

const sign = ({name, logo}) => (logo ? element('img', {src: logo, alt: name}) : element('span', {class: 'sample-name'}, name));

const head = brand => element('div', {class: 'sample-head'}, sign(brand));

const body = () => element('div', {class: 'sample-body'},
  element('p', {class: 'sample-title'}, 'Apply for the battery rebate'),
  element('p', {class: 'sample-note'}, 'Takes about 8 minutes.'),
  element('div', {}, element('span', {class: 'sample-label'}, 'Battery model'), element('div', {class: 'sample-field sample-field-focus'})),
  element('p', {}, 'Not sure? ', element('span', {class: 'sample-link'}, 'Where to find the serial number')),
  element('span', {class: 'sample-button'}, 'Continue'));

function foot({email, phone, privacy, links}) {
  const parts = [
    (email || phone) && element('span', {}, 'Questions? ', element('span', {class: 'sample-link'}, email || phone)),
    email && phone && element('span', {class: 'sample-link'}, phone),
    privacy && element('span', {class: 'sample-link'}, 'Privacy notice'),
    ...links.map(link => element('span', {class: 'sample-link'}, link)),
  ].filter(Boolean);
  return parts.length > 0 && element('div', {class: 'sample-foot'}, parts);
}

const mail = brand => element('div', {class: 'sample-page'},
  element('div', {class: 'sample-mail-head'},
    element('span', {}, element('strong', {}, 'From '), brand.senderName || brand.name),
    element('span', {}, element('strong', {}, 'Subject '), 'We have received your application'),
    brand.replyTo && element('span', {}, element('strong', {}, 'Replies to '), brand.replyTo)),
  element('div', {class: 'sample-body'},
    element('div', {}, sign(brand)),
    element('p', {}, 'Dear Nora, we have received your application B7K3-9QXM.'),
    element('span', {class: 'sample-button'}, 'See your application'),
    element('p', {class: 'muted'}, brand.name, (brand.email || brand.phone) && ` · Questions: ${brand.email || brand.phone}`)));
