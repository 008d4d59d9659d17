// Words about applications that staff made for an applicant.

/** How an applicant agreed: wire name and words. */
export const CONSENTS = {
  phone: 'By telephone', inPerson: 'In person', letter: 'By letter', email: 'By e-mail', representative: 'By a representative', other: 'In another way',
};

/** `Robin applied for the applicant, who agreed by telephone.` */
export const assistanceWords = ({by, consent}) => `${by.name} applied for the applicant, who agreed ${(CONSENTS[consent] ?? CONSENTS.other).toLowerCase()}.`;
