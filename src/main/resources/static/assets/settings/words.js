// What people read for the types of events, the actions of the audit trail and the causes of unsent mails.

const PREFIX = 'dev.enlist.';

/** The events that a webhook can choose. */
export const EVENT_TYPES = {
  'enrollment.created': 'Enrollment created',
  'enrollment.status_changed': 'Enrollment changed its status',
  'enrollment.updated': 'Enrollment changed',
  'enrollment.deleted': 'Enrollment erased',
  'enrollment.information_requested': 'Applicant was asked a question',
  'enrollment.information_provided': 'Applicant answered a question',
  'outcome.recorded': 'Outcome recorded',
  'outcome.corrected': 'Outcome corrected',
  'activity.scheduled': 'Activity scheduled',
  'activity.updated': 'Activity changed',
  'activity.announced': 'Activity announced',
  'activity.started': 'Activity began',
  'activity.finished': 'Activity ended',
  'activity.cancelled': 'Activity cancelled',
  'activity.participation_recorded': 'Participation recorded',
  'enrollment.document_added': 'Document added',
  'enrollment.document_removed': 'Document removed',
  'workflow.task_created': 'Workflow asks another system',
  'customer.merged': 'People merged',
  'program.created': 'Program created',
  'program.updated': 'Program changed',
  'program.deleted': 'Program deleted',
  'programInstance.created': 'Program instance created',
  'programInstance.updated': 'Program instance changed',
  'capacity.threshold_reached': 'Capacity reached a threshold',
  'campaign.created': 'Campaign created',
  'campaign.status_changed': 'Campaign changed its status',
  'campaign.updated': 'Campaign changed',
  'campaign.deleted': 'Campaign deleted',
  'import.created': 'Import began',
  'import.status_changed': 'Import changed its status',
  'ruleSet.created': 'Rule set created',
  'ruleSet.updated': 'Rules published or changed',
  'payout.created': 'Payout became due',
  'payout.status_changed': 'Payout changed its status',
  'payout.held': 'Payout held',
  'payout.released': 'Payout released',
  'payoutBatch.created': 'Batch of payouts built',
  'payoutBatch.released': 'Batch of payouts released',
  'payoutBatch.cancelled': 'Batch of payouts cancelled',
  'payoutBatch.completed': 'Batch of payouts answered',
  'webhook.disabled': 'Webhook stopped',
};

/** `programInstance` becomes `program instance`, `status_changed` becomes `status changed`. */
const apart = text => text.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll(/[_-]/g, ' ').toLowerCase();
const capital = text => text.charAt(0).toUpperCase() + text.slice(1);

/** `dev.enlist.enrollment.created` becomes `Enrollment created`. */
export function eventWords(type) {
  const bare = type.startsWith(PREFIX) ? type.slice(PREFIX.length) : type;
  return EVENT_TYPES[bare] ?? (bare === 'webhook.test' ? 'Test' : capital(apart(bare.replaceAll('.', ' '))));
}

const THINGS = {apiKey: 'API key', ruleSet: 'rule set', user: 'person', person: 'personal data', signIn: 'sign-in', import: 'import', savedView: 'saved view', audit: 'audit trail'};

const VERBS = {
  create: 'created', update: 'changed', change: 'changed', delete: 'deleted', remove: 'removed', add: 'added', issue: 'issued', rotate: 'rotated', revoke: 'revoked',
  invite: 'invited', join: 'accepted the invitation', roles: 'given other roles', export: 'exported', erase: 'erased', merge: 'merged', publish: 'published', order: 'ordered',
  approve: 'approved', reject: 'rejected', submit: 'submitted', evaluate: 'evaluated', unenroll: 'left', enroll: 'enrolled', claim: 'claimed', release: 'released', reassign: 'reassigned',
  subscribe: 'subscribed', enable: 'enabled', disable: 'stopped', rotateSecret: 'given a new secret', archive: 'archived', activate: 'activated', start: 'started', pause: 'paused',
  complete: 'completed', close: 'closed', clone: 'copied', convert: 'converted', withdraw: 'withdrawn', status: 'changed its status', edit: 'edited', discard: 'discarded',
  confirm: 'confirmed', cancel: 'cancelled', resume: 'resumed', answer: 'answered', failed: 'failed', succeeded: 'succeeded', restore: 'restored', correct: 'corrected', record: 'recorded', request: 'requested', resend: 'sent again', send: 'sent',
  announce: 'announced', hold: 'held', reissue: 'made again', choose: 'chosen', unarchive: 'taken back from the archive', open: 'opened', plan: 'planned', dismiss: 'dismissed',
  migrate: 'moved to another version', promote: 'moved up', accept: 'accepted', decline: 'declined', ask: 'ordered', fail: 'failed', retry: 'tried again',
};

const ACTIONS = {
  'user.resetPassword': 'Password of a person reset',
  'user.changePassword': 'Password changed',
  'user.requestPasswordLink': 'Password link asked for',
  'user.signOutOthers': 'Other sessions ended',
  'user.endSession': 'Session ended',
  'user.endSessions': 'Sessions of a person ended',
  'user.preferences': 'Language or time zone changed',
  'workspace.issueFirstKey': 'First key of a workspace issued',
  'enrollment.setIncentive': 'Amount of an enrollment set',
  'bulk.order': 'Bulk decision ordered',
  'bulk.confirm': 'Bulk decision confirmed',
  'bulk.cancel': 'Bulk decision cancelled',
  'person.export': 'Personal data handed out',
  'person.erase': 'Personal data erased',
};

/** `apiKey.rotate` becomes `API key rotated`. */
export function actionWords(action) {
  if (ACTIONS[action]) {
    return ACTIONS[action];
  }
  const [thing, verb = ''] = action.split('.');
  return capital(`${THINGS[thing] ?? apart(thing)} ${VERBS[verb] ?? apart(verb)}`.trim());
}

/** The kind of a thing in the audit trail. */
export const thingWords = type => capital(THINGS[type] ?? apart(type));

/** The name of a field: `expiresAt` becomes `Expires at`. */
export const fieldWords = name => capital(apart(name));

const PROBLEMS = {
  'mail-server-unreachable': 'The mail server cannot be reached.',
  'sign-in-refused': 'The mail server refused the user name or the password.',
  'sender-refused': 'The mail server refused the address of the sender.',
  'no-valid-address': 'There is no valid address.',
  'some-addresses-refused': 'The mail server refused some of the addresses.',
  unsubscribed: 'The person unsubscribed.',
  'nobody-to-tell': 'There is no address to send it to.',
  'information-request-closed': 'The question was answered or withdrawn meanwhile.',
  'activity-changed': 'The activity began or was cancelled meanwhile, or the person opted out.',
  'no-public-url': 'ENLIST_PUBLIC_URL is not set, so that a link in it would not work.',
  'words-unreadable': 'The text of the program for this mail cannot be read.',
};

/** The cause why a mail was not sent, in words, with the code of the mail server where there is one. */
export function problemWords(problem) {
  const [, what, act, code] = /^(address|message)-(refused|deferred)-(\d+)$/.exec(problem) ?? [];
  return what ? `The mail server ${act === 'refused' ? 'refused' : 'postponed'} the ${what} (${code}).` : PROBLEMS[problem] ?? `${capital(apart(problem))}.`;
}

const STATUS_WORDS = {
  candidate: 'application received', eligible: 'eligible', ineligible: 'not eligible', submitted: 'waiting for review', approved: 'approved', rejected: 'rejected', unenrolled: 'left',
  'information-requested': 'a question', 'information-reminder': 'a reminder of the question', 'waitlist-offer': 'an offer of a place',
  'application-received': 'application received', 'application-link': 'the link to the application', 'application-repeated': 'takes part already', 'renewal-due': 'invitation to renew',
  'activity-invitation': 'invitation to an activity', 'activity-reminder': 'reminder of an activity', 'activity-changed': 'an activity changed', 'activity-cancelled': 'an activity was cancelled',
};

/** `applicant-approved` becomes `To the applicant: approved`. */
export function mailWords(type) {
  const [, audience, about] = /^(applicant|administrators?|reviewers?)-(.*)$/.exec(type) ?? [null, '', type];
  const to = {applicant: 'To the applicant', reviewer: 'To the reviewer', reviewers: 'To the reviewer'}[audience] ?? 'To administrators';
  return `${audience ? `${to}: ` : ''}${STATUS_WORDS[about] ?? apart(about)}`;
}
