// The QR code of a published form, to look at and to download.

import {open} from '../system/dialog.js';
import {element, icon} from '../system/dom.js';

/** Shows the code of the form at `/apply/{path}`. */
export function showQrCode(path) {
  const src = `/apply/${path}/qr.svg`;
  return open('QR code of the form', element('div', {class: 'stack'},
    element('p', {}, 'A phone that scans it opens the form. Print it on posters and letters.'),
    element('img', {src, alt: `QR code of /apply/${path}`, class: 'qr-code', width: 240, height: 240}),
    element('p', {}, element('a', {class: 'btn', href: src, download: `${path}.svg`}, icon('download'), 'Download as SVG'))),
  [{value: null, text: 'Close'}]);
}
