// The last step: what is missing, with links; then the public link of the form.

import {call} from '../system/api.js';
import {element, fill, icon} from '../system/dom.js';
import {toast} from '../system/toast.js';
import {showQrCode} from '../form/qr-code.js';
import {Resource} from '../programs/saving.js';
import {many} from '../programs/words.js';
import {pagesOf} from './wizard.js';

const REVIEWING = ['reviewer', 'coordinator', 'administrator'];

/** Which step mends a fault of the API. */
const stepOf = pointer => (pointer.startsWith('/formConfig') || pointer.startsWith('/application') ? 'form' : pointer.startsWith('/config') ? 'rules' : 'facts');

async function points({instance, scopes}) {
  const it = instance.body;
  const [versions, users, pool, mail] = await Promise.all([
    call('GET', `/ruleSets/${it.ruleSet.slug}/versions`).then(answer => answer.data, () => []),
    scopes.has('users:read') ? call('GET', '/users?perPage=500').then(answer => answer.data, () => null) : null,
    call('GET', `/programInstances/${it.id}/capacity`).catch(() => null),
    call('GET', '/notifications/state').catch(() => null)]);
  const questions = pagesOf(it.formConfig).reduce((sum, one) => sum + one.fields.length, 0);
  const reviewers = users?.filter(user => user.roles.some(role => REVIEWING.includes(role))).length;
  const ended = it.endDate && new Date(it.endDate) <= new Date();
  return [
    {ok: !ended, step: 'facts', good: it.title, bad: 'The last day is over. Choose a later one.'},
    {ok: versions.length > 0, step: 'rules', good: 'The rules are published.', bad: 'No version of the rules is published: no application can be decided.'},
    {ok: questions > 0, step: 'form', good: `The form asks ${many(questions, 'question')}.`, bad: 'The form has no question yet.'},
    {ok: Boolean(it.application?.path), step: 'form', good: `The form will be at /apply/${it.application?.path}.`, bad: 'The form has no address yet.'},
    {ok: true, step: 'capacity', good: pool?.limit === undefined || pool === null ? 'Everyone who is eligible can take part.' : `${pool.limit} places.`},
    {ok: reviewers === undefined || reviewers > 0, step: 'people', good: reviewers === undefined ? 'Reviewers decide about applications.' : `${many(reviewers, 'person', 'people')} can decide about applications.`, bad: 'No person can decide about applications. Invite a reviewer.'},
    {ok: mail?.status !== 'unconfigured', soft: true, step: null, good: 'Messages are sent by e-mail.', bad: 'No mail server is set up: applicants get no e-mail. They still see everything on their own page.'},
  ];
}

export async function publishStep(context) {
  const {instance, go} = context;
  if (instance.body.application?.published && instance.body.active) {
    return published(instance.body);
  }
  const found = await points(context);
  const refused = element('div', {'aria-live': 'assertive'});
  const mend = (step, words) => element('a', {href: `?${new URLSearchParams({...Object.fromEntries(new URLSearchParams(location.search)), step})}`, onclick: event => {
    event.preventDefault();
    go(step);
  }}, words);
  const publish = element('button', {type: 'button', class: 'btn btn-primary', onclick: async () => {
    const missing = found.filter(point => !point.ok && !point.soft);
    if (missing.length > 0) {
      fill(refused, element('div', {class: 'error-summary', role: 'alert', tabindex: '-1'}, element('h2', {}, 'Something is missing'), element('ul', {}, missing.map(point => element('li', {}, mend(point.step, point.bad))))));
      refused.firstChild.focus();
      return;
    }
    publish.setAttribute('aria-busy', 'true');
    try {
      const program = await Resource.read(`/programs/${instance.body.program.id}`);
      await instance.patch({active: true, application: {published: true}});
      if (!program.body.active) {
        await program.patch({active: true});
      }
      go('publish');
    } catch (refusal) {
      const faults = refusal.problem?.errors ?? [];
      fill(refused, element('div', {class: 'error-summary', role: 'alert', tabindex: '-1'}, element('h2', {}, 'It was not published'),
        element('ul', {}, faults.length === 0 ? element('li', {}, refusal.message) : faults.map(fault => element('li', {}, mend(stepOf(fault.pointer), `${fault.pointer === '/application/path' ? 'Address of the form' : fault.pointer.startsWith('/formConfig') ? 'Form' : 'Facts'}: ${fault.message}`))))));
      refused.firstChild.focus();
    } finally {
      publish.removeAttribute('aria-busy');
    }
  }}, 'Publish');
  return element('div', {class: 'stack'}, refused,
    element('ul', {class: 'checklist'}, found.map(point => element('li', {class: point.ok ? 'ok' : point.soft ? 'soft' : 'missing'},
      icon(point.ok ? 'check-circle' : 'exclamation-triangle'),
      element('span', {}, element('span', {class: 'unseen'}, point.ok ? 'Done: ' : point.soft ? 'Note: ' : 'Missing: '), point.ok ? point.good : point.bad, ' ',
        point.step && mend(point.step, point.ok ? 'Change' : 'Mend'))))),
    element('p', {class: 'muted'}, 'Publishing makes the program active and opens the form.'),
    element('div', {class: 'form-actions'}, publish, element('a', {class: 'btn btn-quiet', href: `/console/instances/${instance.body.id}/overview`}, 'Leave it as a draft')));
}

function published(it) {
  const link = `${location.origin}/apply/${it.application.path}`;
  return element('div', {class: 'stack published'},
    element('div', {class: 'alert alert-success', role: 'status'}, icon('rocket-takeoff'), element('div', {}, element('h3', {}, `${it.title} is published`), 'People can apply at this address:')),
    element('div', {class: 'share'}, element('a', {href: link, target: '_blank', rel: 'noopener'}, link),
      element('button', {type: 'button', class: 'btn', onclick: async () => {
        try {
          await navigator.clipboard.writeText(link);
          toast('Link copied');
        } catch {
          toast('The browser does not allow copying. Select the link and copy it.', {kind: 'info'});
        }
      }}, icon('copy'), 'Copy'),
      element('button', {type: 'button', class: 'btn', onclick: () => showQrCode(it.application.path)}, icon('qr-code'), 'QR code')),
    element('div', {class: 'form-actions'},
      element('a', {class: 'btn btn-primary', href: link, target: '_blank', rel: 'noopener'}, icon('box-arrow-up-right'), 'Apply as a test'),
      element('a', {class: 'btn', href: `/console/instances/${it.id}/overview`}, 'Open the program')));
}
