// All texts of the form side by side in its languages.

import {element, fill, icon} from '../system/dom.js';
import {missing, say, textIn, withText} from './model.js';

/** @param context {model, tags, names, may, openField} */
export function drawTexts(place, {model, tags, names, may, openField}) {
  const rows = textsOf(model, tags);
  if (tags.length < 2) {
    fill(place, element('div', {class: 'empty'}, icon('translate'), element('h2', {}, 'The form has one language'),
      element('p', {}, 'Add another one in the settings. Then all texts stand here side by side, and missing ones are marked.')));
    return;
  }
  const count = element('p', {role: 'status'});
  const tell = () => {
    const left = untranslated(model, tags).length;
    count.className = `texts-state badge badge-${left > 0 ? 'warning' : 'success'}`;
    fill(count, icon(left > 0 ? 'exclamation-triangle' : 'check-circle'), left === 0 ? 'Every text is there in each language' : left === 1 ? '1 text lacks a language' : `${left} texts lack a language`);
  };
  tell();
  fill(place, count, element('div', {class: 'table-frame', tabindex: '0', role: 'region', 'aria-label': 'Texts in all languages'},
    element('table', {class: 'table texts'},
      element('thead', {}, element('tr', {}, element('th', {scope: 'col'}, 'Text'), tags.map(tag => element('th', {scope: 'col'}, names(tag))))),
      element('tbody', {}, rows.map((row, n) => element('tr', {},
        element('th', {scope: 'row'}, row.field ? element('button', {type: 'button', class: 'link', onclick: () => openField(row.field())}, row.words) : row.words),
        tags.map(tag => {
          const cell = element('td', {});
          const area = element('textarea', {class: 'form-control', rows: 2, lang: tag, dir: 'auto', disabled: !may, 'aria-label': `${row.words} in ${names(tag)}`, oninput: event => {
            model.change(() => {
              const holder = row.holder();
              const text = withText(holder[row.member], tag, event.target.value, tags);
              if (text === undefined && row.member !== 'label') {
                delete holder[row.member];
              } else {
                holder[row.member] = text ?? '';
              }
            }, `text-${n}-${tag}`);
            look();
            tell();
          }}, textIn(row.holder()[row.member], tag, tags));
          const look = () => cell.classList.toggle('lacks', missing(row.holder()[row.member], tags).includes(tag));
          look();
          cell.append(area);
          return cell;
        })))))));
}

/** The texts of the form that lack one of the languages. */
export const untranslated = (model, tags) => textsOf(model, tags).filter(row => missing(row.holder()[row.member], tags).length > 0);

/** Each text of the form: {words, holder(), member, field?()}. Holders are found anew, since undo replaces them. */
function textsOf(model, tags) {
  const rows = [];
  const add = (words, holder, member, field) => {
    if (holder()[member] !== undefined && holder()[member] !== null) {
      rows.push({words, holder, member, field});
    }
  };
  add('Title of the form', () => model.form, 'title');
  add('Text at the beginning', () => model.form, 'intro');
  model.pages.forEach((page, n) => {
    add(`Title of page ${n + 1}`, () => model.pages[n], 'title');
    add(`Text of page ${n + 1}`, () => model.pages[n], 'intro');
    page.fields.forEach((one, k) => {
      const field = () => model.at(n, k);
      const short = say(one.label, tags).slice(0, 40) || 'No text yet';
      add(short, field, 'label', field);
      add(`Help: ${short}`, field, 'help', field);
      (one.options ?? []).forEach((option, m) => add(`Option ${m + 1}: ${short}`, () => model.at(n, k).options[m], 'label', field));
    });
  });
  add('Words of the button that sends', () => model.form, 'submitLabel');
  add('Thanks', () => model.form, 'thanks');
  return rows;
}
