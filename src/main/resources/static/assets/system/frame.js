// The frame of the console: theme, width of the navigation, workspace, search key, help.

import {call} from './api.js';
import {keys, showKeys} from './keys.js';
import {forgetOpened, searchEverywhere} from './search.js';
import {keepInView} from './tabs.js';
import {toast} from './toast.js';
import './dates.js';

function store(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // storage can be forbidden: the choice holds until the page is left
  }
  dispatchEvent(new Event('enlist:preferences'));
}

function stored(name) {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

const themes = document.querySelectorAll('[data-theme-choice]');
const showTheme = () => themes.forEach(button =>
  button.setAttribute('aria-pressed', String(button.dataset.themeChoice === (stored('enlist.theme') ?? 'system'))));
themes.forEach(button => button.addEventListener('click', () => {
  store('enlist.theme', button.dataset.themeChoice);
  showTheme();
}));
showTheme();

const collapse = document.querySelector('.collapse-navigation');
const isNarrow = () => document.documentElement.dataset.navigation === 'icons';
collapse?.addEventListener('click', () => {
  store('enlist.navigation', isNarrow() ? 'wide' : 'icons');
  collapse.setAttribute('aria-expanded', String(!isNarrow()));
});
collapse?.setAttribute('aria-expanded', String(!isNarrow()));

document.querySelector('[data-workspace-choice] select')?.addEventListener('change', async event => {
  try {
    await call('POST', '/session/workspace', {workspaceId: event.target.value});
    forgetOpened();
    location.assign('/console');
  } catch (refusal) {
    toast(refusal.message, {kind: 'danger'});
  }
});

const top = document.getElementById('top-search');
const searchAll = top ? searchEverywhere(top) : undefined;
const own = document.querySelector('[data-search]');
const places = Object.fromEntries([...document.querySelectorAll('.navigation [data-key]')]
  .map(link => [`g ${link.dataset.key}`, [`Go to ${link.textContent.trim()}`, () => link.click()]]));
keys('Everywhere', {
  ...(own ? {'/': ['Search this page', () => own.focus()]} : searchAll ? {'/': ['Search everywhere', searchAll]} : {}),
  ...(searchAll ? {'g /': ['Search everywhere', searchAll]} : {}),
  '?': ['Show the keys of this page', showKeys],
  ...places,
});
document.querySelectorAll('.tabs:has([aria-current])').forEach(keepInView);
document.querySelectorAll('form[action$="/logout"]').forEach(form => form.addEventListener('submit', forgetOpened));
document.querySelector('[data-help]')?.addEventListener('click', showKeys);
