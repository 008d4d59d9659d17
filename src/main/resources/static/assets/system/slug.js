// Short names and addresses from what people write.

const MOST = 60;

/** `Café-Förderung 2027` becomes `cafe-forderung-2027`: lower-case letters, digits and single dashes, at most 60; '' for none. */
export const slug = text => text.normalize('NFD').replaceAll(/[\u0300-\u036F]/g, '').toLowerCase()
  .replaceAll(/[^a-z0-9]+/g, '-').replace(/^-/, '').slice(0, MOST).replace(/-$/, '');
