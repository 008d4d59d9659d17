// How people apply: languages, dates, start page, framing.

import {element, fill, icon} from '../system/dom.js';
import {onSubmit} from '../system/forms.js';
import {toast} from '../system/toast.js';
import {check, field, input} from '../programs/fields.js';
import {say, textIn, withText} from './model.js';

const LANGUAGES = ['en', 'es', 'fr', 'de', 'pt', 'it', 'zh', 'vi', 'ko', 'tl', 'ru', 'ar', 'he', 'fa', 'ht', 'pl', 'bn', 'hi', 'ja', 'uk', 'so', 'ur'];
const MOST_NEEDS = 20;

/** @param context {model, settings, tags, names, may, save(changes)} */
export function drawSettings(place, {model, settings, tags, names, may, save, instance}) {
  if (place.dataset.drawn === JSON.stringify([settings, instance.timeZone])) {
    return;
  }
  place.dataset.drawn = JSON.stringify([settings, instance.timeZone]);
  let languages = [...tags];
  let needs = structuredClone(settings.whatYouNeed ?? []);
  const languageList = element('ul', {class: 'chips'});
  const adder = element('select', {class: 'form-select', 'aria-label': 'Add a language', id: 'add-language', onchange: event => {
    if (event.target.value) {
      languages.push(event.target.value);
      drawLanguages();
    }
  }});
  function drawLanguages() {
    fill(languageList, languages.map((tag, n) => element('li', {class: 'chip-item'}, names(tag), n === 0 && element('span', {class: 'muted'}, ' (default)'),
      may && languages.length > 1 && element('button', {type: 'button', class: 'btn btn-quiet btn-icon btn-sm', 'aria-label': `Remove ${names(tag)}`, onclick: () => {
        languages = languages.filter(one => one !== tag);
        drawLanguages();
        adder.focus();
      }}, icon('x-lg')))));
    fill(adder, element('option', {value: ''}, 'Add a language…'), LANGUAGES.filter(tag => !languages.includes(tag)).map(tag => element('option', {value: tag}, names(tag))));
    drawNeeds();
  }
  const needList = element('ul', {class: 'need-list'});
  function drawNeeds() {
    fill(needList, needs.map((need, n) => element('li', {},
      element('div', {class: 'need-texts'}, languages.map(tag => input(`whatYouNeed.${n}${languages.length > 1 ? `-${tag}` : ''}`, {
        value: textIn(need, tag, languages), lang: tag, dir: 'auto', maxlength: 500, 'aria-label': `Thing to have at hand ${n + 1}${languages.length > 1 ? ` in ${names(tag)}` : ''}`, placeholder: languages.length > 1 ? names(tag) : '',
        oninput: event => {
          needs[n] = withText(needs[n], tag, event.target.value, languages) ?? '';
        }}))),
      element('button', {type: 'button', class: 'btn btn-quiet btn-icon', 'aria-label': `Remove thing ${n + 1}`, onclick: () => {
        needs.splice(n, 1);
        drawNeeds();
      }}, icon('trash')))),
    may && needs.length < MOST_NEEDS && element('li', {}, element('button', {type: 'button', class: 'btn btn-sm', 'data-add-need': true, onclick: () => {
      needs.push('');
      drawNeeds();
      needList.querySelectorAll('input')[needList.querySelectorAll('input').length - languages.length]?.focus();
    }}, icon('plus-lg'), 'Add a thing')));
  }
  const day = at => (at ? local(at) : '');
  const askable = model.fields.filter(one => !['file', 'consent'].includes(one.type));
  const form = element('form', {class: 'form settings-form'},
    element('fieldset', {class: 'plain-fields', disabled: !may},
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Languages')),
        element('div', {class: 'card-body'}, element('p', {class: 'form-hint'}, 'Texts of the product exist in English and Spanish; in other languages they are English. Publishing needs every text of the form in each language.'), languageList, may && adder)),
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'When it is open')),
        element('div', {class: 'card-body'}, element('div', {class: 'fields-row'},
          field('First day', input('startsAt', {type: 'date', value: day(settings.startsAt)}), {optional: true}),
          field('Last day', input('endsAt', {type: 'date', value: settings.endsAt ? day(new Date(new Date(settings.endsAt).getTime() - 1000).toISOString()) : ''}), {optional: true})),
        element('p', {class: 'form-hint'}, 'Days of the time zone of the program instance. It closes with the instance in any case.'))),
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Start page')),
        element('div', {class: 'card-body'},
          field('Minutes that the form takes', input('duration', {type: 'number', min: 1, max: 240, value: settings.duration ?? ''}), {optional: true}),
          element('div', {class: 'field'}, element('span', {class: 'form-label'}, 'What to have at hand'), needList),
          element('fieldset', {class: 'field'}, element('legend', {}, 'Asked first, to tell who may apply (at most 5)'),
            askable.length === 0 && element('p', {class: 'form-hint'}, 'The form has no questions yet.'),
            element('div', {class: 'screening'}, askable.map(one => check('screeningQuestions', say(one.label, tags) || one.name, (settings.screeningQuestions ?? []).includes(one.name), {value: one.name})))))),
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Result')),
        element('div', {class: 'card-body'}, check('showNearestChange', 'Tell people who are not eligible what would change it', Boolean(settings.showNearestChange), {hint: 'The smallest change of their answers with which the rules would accept them.'}))),
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'Against programs that apply')),
        element('div', {class: 'card-body'}, check('proofOfWork', 'Let the browser solve a puzzle before it sends an application', Boolean(settings.proofOfWork), {hint: 'Takes a second, and keeps programs away that fill in forms. People without JavaScript use a link by e-mail instead.'}))),
      element('section', {class: 'card'}, element('div', {class: 'card-header'}, element('h2', {}, 'On other sites')),
        element('div', {class: 'card-body'}, field('Sites that may show the form in a frame', element('textarea', {class: 'form-control', name: 'frameAncestors', rows: 3, placeholder: 'https://www.example.org'}, (settings.frameAncestors ?? []).join('\n')), {hint: 'One address a line, with https and without a path. None where empty.', optional: true}))),
      may && element('div', {class: 'form-actions'}, element('button', {type: 'submit', class: 'btn btn-primary'}, 'Save settings'))));
  onSubmit(form, async () => {
    const data = new FormData(form);
    await save({
      languages,
      startsAt: data.get('startsAt') || null,
      endsAt: data.get('endsAt') || null,
      duration: data.get('duration') ? Number(data.get('duration')) : null,
      whatYouNeed: needs.filter(need => say(need)).length > 0 ? needs.filter(need => say(need)) : null,
      screeningQuestions: data.getAll('screeningQuestions').length > 0 ? data.getAll('screeningQuestions') : null,
      showNearestChange: data.get('showNearestChange') !== null,
      proofOfWork: data.get('proofOfWork') !== null,
      frameAncestors: lines(data.get('frameAncestors')).length > 0 ? lines(data.get('frameAncestors')) : null,
    }).catch(refusal => {
      // the fields of the page have the names of the last steps
      refusal.fields = new Map([...refusal.fields ?? []].map(([name, text]) => {
        const member = name.replace(/^application\./, '').replace(/^(frameAncestors|screeningQuestions|languages)\..*$/, '$1');
        return [member, text.replace(/^Application, /, '').replace(/^./, letter => letter.toUpperCase())];
      }));
      throw refusal;
    });
    toast('The settings are saved.');
  });
  fill(place, form);
  drawLanguages();

  /** The day in the time zone of the instance. */
  function local(at) {
    return new Intl.DateTimeFormat('en-CA', {timeZone: instance.timeZone ?? 'UTC', year: 'numeric', month: '2-digit', day: '2-digit'}).format(new Date(at));
  }
}

const lines = text => String(text ?? '').split(/\s+/).map(line => line.trim().replace(/\/$/, '')).filter(Boolean);
