// What a new program begins with, by its type: texts that a newcomer changes where they do not fit.

const TERMS = 'Taking part is voluntary and can be ended at any time. What you enter is used for this program only. We may ask for documents that prove it.';

const PRESETS = {
  rebate: ['Get money back for what you buy: apply with the receipt.', 'People who bought an eligible product in the last 180 days.', `${TERMS} Rebates are paid after the application is approved.`],
  'demand-response': ['Use less electricity at the busiest hours and be paid for it.', 'Customers with a smart meter or a device that can be controlled.', `${TERMS} You can opt out of each event.`],
  'grid-services': ['Let your device support the grid.', 'Owners of a device that can be controlled and measured.', TERMS],
  'energy-efficiency': ['Make your home use less energy, with our support.', 'Owners and tenants of homes that can be improved.', TERMS],
  vpp: ['Your battery helps the grid, and you are paid for it.', 'Owners of a home battery of a supported maker.', `${TERMS} Your battery may be used at busy hours, within the limits that you set.`],
  'time-of-use': ['Pay less for electricity at quiet hours.', 'Customers with a smart meter.', TERMS],
  mentorship: ['A mentor helps you to find your way.', 'People who are new to the place or the work.', `${TERMS} Mentor and mentee meet regularly.`],
  language: ['Learn the language in a small group.', 'Adults who are learning the language.', `${TERMS} You attend most of the sessions.`],
  buddy: ['Meet a buddy who knows the place.', 'People who arrived recently.', TERMS],
  upskilling: ['Learn what your next work needs.', 'Adults who want to learn for their work.', `${TERMS} You complete the course in time.`],
};

/** @returns {description, eligibilityCriteria, programTerms} */
export function preset(type) {
  const [description, eligibilityCriteria, programTerms] = PRESETS[type] ?? ['', '', TERMS];
  return {description, eligibilityCriteria, programTerms};
}

/** Icons of icons.css by type. */
export const ICONS = {
  rebate: 'cash-coin', 'demand-response': 'lightning-charge', 'grid-services': 'diagram-3', 'energy-efficiency': 'house-door', vpp: 'battery-charging', 'time-of-use': 'clock',
  mentorship: 'person-check', language: 'translate', buddy: 'people', upskilling: 'graph-up',
};
