// The form as an applicant sees it, in a frame as wide as a phone or a desktop. Nothing is stored.

import {element} from '../system/dom.js';

const WIDTHS = {phone: 390, desktop: 1024};

/** @param context {place, instance, form(), tags(), names, save} */
export function preview({place, instance, form, tags, names}) {
  place('preview').addEventListener('click', open);

  function open() {
    const opener = document.activeElement;
    let width = matchMedia('(max-width: 60rem)').matches ? 'phone' : 'desktop';
    let tag = tags()[0];
    const frame = element('iframe', {name: 'form-preview', title: 'Preview of the form', class: 'preview-frame'});
    // a form fills the frame: its content is longer than an address may be
    const post = element('form', {method: 'post', target: 'form-preview', action: `/console/instances/${instance}/form/preview`, hidden: true},
      element('input', {name: '_csrf', value: document.querySelector('meta[name="csrf"]').content, type: 'hidden'}),
      element('input', {name: 'form', type: 'hidden'}), element('input', {name: 'language', type: 'hidden'}));
    const show = () => {
      post.elements.form.value = JSON.stringify(form());
      post.elements.language.value = tag;
      post.submit();
    };
    const size = () => {
      frame.style.inlineSize = `${WIDTHS[width]}px`;
      dialog.querySelectorAll('[data-width]').forEach(button => button.setAttribute('aria-pressed', String(button.dataset.width === width)));
    };
    const dialog = element('dialog', {class: 'dialog preview-dialog', 'aria-labelledby': 'preview-title'},
      element('header', {class: 'preview-head'},
        element('h2', {id: 'preview-title'}, 'Preview'),
        element('div', {class: 'preview-choices', role: 'group', 'aria-label': 'Width'}, [['phone', 'Phone'], ['desktop', 'Desktop']].map(([value, words]) =>
          element('button', {type: 'button', class: 'btn btn-sm', 'data-width': value, 'aria-pressed': 'false', onclick: () => {
            width = value;
            size();
          }}, words))),
        tags().length > 1 && element('select', {class: 'form-select', 'aria-label': 'Language', onchange: event => {
          tag = event.target.value;
          show();
        }}, tags().map(code => element('option', {value: code}, names(code)))),
        element('span', {class: 'muted'}, 'Nothing that you enter here is stored.'),
        element('button', {type: 'button', class: 'btn', onclick: close}, 'Close')),
      element('div', {class: 'preview-stage'}, frame), post);
    function close() {
      dialog.close();
      dialog.remove();
      opener?.focus();
    }
    dialog.addEventListener('cancel', event => {
      event.preventDefault();
      close();
    });
    document.body.append(dialog);
    dialog.showModal();
    size();
    show();
  }
}
