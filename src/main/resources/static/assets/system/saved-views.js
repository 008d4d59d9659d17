// The saved views of a page, of the person: a menu that opens, saves and deletes them.

import {call} from './api.js';
import {open} from './dialog.js';
import {element, fill, icon} from './dom.js';
import {toast} from './toast.js';

export class SavedViews {
  /**
   * @param options `page`: its name in the API; `hint`: what a view keeps; `current()`: the query string now;
   *                `chosen(query)`: a view was opened
   */
  constructor(menu, options) {
    this.menu = menu;
    this.options = options;
    menu.addEventListener('toggle', event => {
      if (event.newState === 'open') {
        this.load();
      }
    });
  }

  async load() {
    fill(this.menu, element('div', {class: 'menu-head'}, element('span', {class: 'skeleton'})));
    try {
      const views = (await call('GET', `/savedViews?of=${this.options.page}&perPage=500`)).data
        .sort((one, other) => one.name.localeCompare(other.name));
      fill(this.menu,
        views.length === 0 && element('div', {class: 'menu-head muted'}, 'No saved views yet'),
        views.map(view => element('div', {class: 'saved-view'},
          element('a', {class: 'menu-item', href: view.query ? `?${view.query}` : location.pathname, onclick: event => this.choose(event, view)},
            icon('bookmark'), element('span', {class: 'truncate'}, view.name)),
          element('button', {type: 'button', class: 'btn btn-sm btn-icon btn-quiet', 'aria-label': `Delete the view ${view.name}`,
            onclick: () => this.remove(view)}, icon('trash')))),
        element('div', {class: 'menu-rule'}),
        element('button', {type: 'button', class: 'menu-item', onclick: () => this.save()}, icon('plus-lg'), 'Save this view'));
    } catch (failure) {
      fill(this.menu, element('div', {class: 'menu-head', role: 'alert'}, failure.message));
    }
  }

  choose(event, view) {
    event.preventDefault();
    this.menu.hidePopover();
    this.options.chosen(view.query);
  }

  async save() {
    this.menu.hidePopover();
    const error = element('p', {class: 'form-error', role: 'alert', hidden: true}, element('span', {}));
    const name = element('input', {class: 'form-control', id: 'view-name', maxlength: '100', autofocus: true});
    const saved = await open('Save this view', element('div', {class: 'form'}, error, element('div', {class: 'field'},
      element('label', {class: 'form-label', for: 'view-name'}, 'Name'),
      element('span', {class: 'form-hint'}, this.options.hint), name)),
    [{value: 'save', text: 'Save', kind: 'primary'}, {value: null, text: 'Cancel'}], {close: async () => {
      try {
        if (!name.value.trim()) {
          throw new Error('Enter a name.');
        }
        await call('POST', '/savedViews', {name: name.value.trim(), page: this.options.page, query: this.options.current()});
        return true;
      } catch (failure) {
        error.firstChild.textContent = failure.code === 'already-exists' ? 'You have a view with this name. Choose another name.' : failure.message;
        error.hidden = false;
        name.focus();
        return false;
      }
    }});
    if (saved) {
      toast(`Saved the view “${name.value.trim()}”.`);
    }
  }

  async remove(view) {
    try {
      await call('DELETE', `/savedViews/${view.id}`);
      await this.load();
      this.menu.querySelector('button, a')?.focus();
    } catch (failure) {
      toast(failure.message, {kind: 'danger'});
    }
  }
}
