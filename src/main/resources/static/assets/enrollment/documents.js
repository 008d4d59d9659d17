// The documents of an application: pictures and PDF inside the page, the others to download.

import {locale, time} from '../system/dates.js';
import {element, fill, icon} from '../system/dom.js';
import {badge} from '../system/statuses.js';
import {words} from './words.js';

const PICTURES = new Set(['image/jpeg', 'image/png']);
const PDF = 'application/pdf';

/** Fills the panel; `types` are the documents that the form asks for. */
export function documentsPanel(panel, documents, types) {
  if (documents.length === 0) {
    fill(panel, element('div', {class: 'empty'}, icon('file-earmark'), element('h3', {}, 'No documents'),
      element('p', {}, 'Ask the applicant for what is missing.')));
    return;
  }
  const first = documents.find(isShown);
  fill(panel, element('ul', {class: 'application-documents'}, documents.map(document => item(document, types, document === first))));
}

const isShown = document => document.status === 'available' && (PICTURES.has(document.mediaType) || document.mediaType === PDF);

function item(document, types, open) {
  const name = document.description ?? document.fileName;
  return element('li', {},
    element('div', {class: 'application-document'},
      icon('file-earmark-text'),
      element('div', {},
        element('strong', {}, name),
        element('div', {class: 'muted'}, types.find(known => known.type === document.type)?.label ?? words(document.type), ' · ', size(document.size), ' · ', document.createdBy.name, ' · ', time(document.createdAt)))),
    document.status === 'scanning' && badge('Being checked for viruses', 'hourglass-split', 'neutral'),
    document.status === 'infected' && badge('Infected, deleted', 'exclamation-triangle', 'danger'),
    document.status === 'available' && element('a', {class: 'btn btn-sm', href: document.href, download: document.fileName,
      'aria-label': `Download ${name}`}, icon('download'), 'Download'),
    isShown(document) && preview(document, name, open));
}

/** Loaded when it is opened, the first one at once: a list of large files stays fast. */
function preview(document, name, open) {
  const details = element('details', {class: 'application-preview', open}, element('summary', {}, 'Show'));
  details.addEventListener('toggle', () => {
    if (details.open && details.childElementCount === 1) {
      const src = `${document.href}?inline=true`;
      details.append(PICTURES.has(document.mediaType)
        ? element('img', {src, alt: name, loading: 'lazy'})
        : element('iframe', {src, title: name}));
    }
  });
  return details;
}

/** `84 kB`, `1.2 MB` */
function size(bytes) {
  const [value, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kilobyte'] : [bytes / 1_000_000, 'megabyte'];
  return new Intl.NumberFormat(locale, {style: 'unit', unit, maximumFractionDigits: value < 10 ? 1 : 0}).format(value);
}
