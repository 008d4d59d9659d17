// What people read for imports and their rows.

import {badge} from '../system/statuses.js';

const STATUSES = {
  queued: ['Waiting', 'clock', 'warning'], running: ['Running', 'arrow-clockwise', 'info'], completed: ['Finished', 'check-circle', 'success'],
  failed: ['Failed', 'x-circle', 'danger'], cancelled: ['Cancelled', 'slash-circle', 'neutral'],
};

/** The badge of an import or a bulk decision. */
export const importBadge = ({status}) => badge(...STATUSES[status]);

export const OUTCOMES = {
  created: ['Enrolled', 'check-circle', 'success'], updated: ['Updated', 'pencil', 'info'], skipped: ['Skipped', 'dash-circle', 'neutral'], refused: ['Refused', 'x-circle', 'danger'],
};
