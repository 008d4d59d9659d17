// What people read for bulk decisions and their refusals.

export const ACTIONS = {
  approve: ['Approve', 'approved'], reject: ['Reject', 'rejected'], submit: ['Submit', 'submitted'], evaluate: ['Evaluate again', 'evaluated'], unenroll: ['Unenroll', 'unenrolled'],
};

const REASONS = {
  'claimed-by-other': 'Another person has claimed the review.',
  'information-requested': 'The applicant was asked a question and has not answered yet.',
  'verdict-changed': 'The rules no longer find the person eligible.',
  'second-person-required': 'You gave the first approval; another person gives the second.',
  'already-enrolled-elsewhere': 'The person takes part in a program that excludes this one.',
  'illegal-transition': 'The status does not allow this step.',
  'program-not-accepting': 'The program accepts no applications at present.',
  'capacity-exhausted': 'No place is left.',
  'moved-meanwhile': 'Another person changed it meanwhile.',
  'exit-in-progress': 'The person is leaving already.',
  'process-failed': 'A step of its process failed; an operator sees it in Cockpit.',
  'invalid-input': 'The application is incomplete.',
};

/** Why an enrollment is refused: by the code of the refusal, else the sentence of the API. */
export const refusalReason = ({code, detail}) => REASONS[code] ?? detail;
