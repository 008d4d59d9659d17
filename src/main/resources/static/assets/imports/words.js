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

const MEMBERS = {
  identificationType: 'How the person is identified', leadId: 'Id of a lead', customerId: 'Id of a customer', enrollmentId: 'Id of an earlier enrollment',
  firstName: 'First name', lastName: 'Last name', email: 'E-mail address', phone: 'Phone',
  'address.streetOne': 'Street', 'address.streetTwo': 'Street, second line', 'address.city': 'City', 'address.state': 'State', 'address.postalCode': 'Postal code', 'address.country': 'Country',
  manufacturerSlugs: 'Manufacturers', serialNumber: 'Serial number', referenceId: 'Reference', referenceDescription: 'Text of the reference', tags: 'Tags', metadata: 'Further data as JSON',
};

/** A member of an enrollment in words: `address.postalCode` becomes `Postal code`. */
export const memberWords = member => MEMBERS[member] ?? `Further data: ${member.replace(/^metadata\./, '')}`;

/** `75` seconds becomes `about 2 min`. */
export const duration = seconds => seconds < 60 ? `${Math.max(1, Math.round(seconds))} s` : seconds < 5400 ? `about ${Math.round(seconds / 60)} min` : `about ${Math.round(seconds / 3600)} h`;
