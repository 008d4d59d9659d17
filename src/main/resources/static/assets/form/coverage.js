// Which rule inputs the form feeds: inputs without a question, and answers that no rule reads.

import {call} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';

/** @param context {path, model, may, addField, openField, say, redraw} */
export function coverage(place, {path, model, may, addField, say, redraw}) {
  let found = {inputs: [], unreadFields: []};

  function draw() {
    const open = found.inputs.filter(input => !input.fed);
    fill(place,
      element('h2', {}, 'Rules'),
      found.inputs.length === 0
        ? element('p', {class: 'muted'}, 'The rules read no answers.')
        : open.length === 0
          ? element('p', {class: 'covered'}, icon('check-circle'), 'Every input of the rules has a question.')
          : element('p', {class: 'muted'}, open.length === 1 ? 'One input of the rules has no question:' : `${open.length} inputs of the rules have no question:`),
      element('ul', {class: 'input-list'}, open.map(input => element('li', {},
        element('span', {class: 'input-words'}, element('strong', {}, input.name), input.description && element('span', {class: 'muted'}, input.description)),
        may && input.suggestion && element('button', {type: 'button', class: 'btn btn-sm', onclick: () => addField(input.suggestion), 'aria-label': `Add a question for ${input.name}`}, icon('plus-lg'), 'Add a question')))));
  }

  return {
    /** Asks the server, which knows the rules of the instance. */
    async refresh() {
      try {
        found = read(await call('GET', `${path}/form/coverage`), model);
        draw();
        redraw();
      } catch (refusal) {
        fill(place, element('h2', {}, 'Rules'), element('p', {class: 'muted'}, refusal.message));
      }
    },
    /** Names of the inputs that a field feeds. */
    feeds: name => found.inputs.filter(input => input.fields.includes(name)).map(input => input.name),
    /** Names of the fields that no rule reads, without those that every application has. */
    unread: () => new Set(found.unreadFields),
    say,
  };
}

/** The answer of the API in the shape that the page draws. */
function read(answer) {
  return answer;
}
