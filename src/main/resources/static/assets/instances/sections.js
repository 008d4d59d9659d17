// The sections that every instance has, beside the fields of its template: a JSON Schema with words for people.

const text = (title, description, more = {}) => ({type: 'string', title, description, ...more});
const list = (title, description) => ({type: 'array', items: {type: 'string'}, title, description});

export const SECTIONS = {
  eligibility: {
    title: 'Eligibility', description: 'Criteria of the default rules. A criterion that is empty is not applied.', properties: {
      manufacturers: list('Makers', 'At least one device must be of one of these makers, such as tesla.'),
      requiresSerialNumber: {type: 'boolean', title: 'Serial number needed'},
      minMonthlyKwh: {type: 'number', minimum: 0, title: 'Least monthly use', description: 'In kWh.'},
      maxMonthlyKwh: {type: 'number', minimum: 0, title: 'Most monthly use', description: 'In kWh.'},
      customerTypes: list('Kinds of customers', 'Such as residential.'),
      postalCodePrefixes: list('Postal codes', 'The postal code must begin with one of these, such as 112.'),
      exclusiveWith: list('Not together with', 'Short names of programs whose participants may not take part.'),
    },
  },
  applicants: {
    title: 'Applicants', properties: {
      lastNameOptional: {type: 'boolean', title: 'Last name optional', description: 'Accepts people who have a single name.'},
    },
  },
  review: {
    title: 'Review', description: 'How reviewers work on submitted applications.', properties: {
      reminderAfter: text('Reminder after', 'The review moves up in the list. 3 days where empty.', {duration: true}),
      escalateAfter: text('Escalation after', 'The review goes to the top of the list. 7 days where empty.', {duration: true}),
      approvals: {enum: [1, 2], title: 'People who approve', description: 'One where empty.', words: {1: 'One person', 2: 'Two people'}},
      autoApprove: {type: 'boolean', title: 'Rules may approve', description: 'Eligible applications are approved without a reviewer where the rules say so.'},
      sample: {type: 'number', minimum: 0, maximum: 1, title: 'Share that a reviewer sees anyway', description: 'From 0 to 1, drawn at random.'},
      rejectionReasons: {type: 'array', reasons: true, title: 'Reasons for rejections', description: 'One a line. Reviewers choose from them; applicants read them.'},
      informationRequest: {
        type: 'object', title: 'Questions to applicants', properties: {
          dueAfter: text('Time to answer', '14 days where empty.', {duration: true}),
          onDue: {enum: ['remind', 'return', 'reject'], title: 'When the time is over', description: 'The review returns where empty.',
            words: {remind: 'Remind once, with the same time again', return: 'The review returns unanswered', reject: 'The application is rejected'}},
        },
      },
    },
  },
  activities: {
    title: 'Activities', description: 'How participants take part in events, sessions and meetings.', properties: {
      maxOptOuts: {type: 'integer', minimum: 0, maximum: 366, title: 'Opt-outs of a participant', description: 'From so many activities of a season or year; no limit where empty.'},
      optOutPeriod: {enum: ['season', 'year'], title: 'Counted in', description: 'The season where the configuration states one, else the year.', words: {season: 'A season', year: 'A calendar year'}},
      remindBefore: text('Reminder before', 'So long before the beginning; 24 hours where empty.', {duration: true}),
      payment: {
        type: 'object', title: 'Pay', properties: {
          amount: {type: 'number', exclusiveMinimum: 0, title: 'Amount', description: 'For each participant who attended or delivered; nothing is paid where empty.'},
          currency: text('Currency', 'USD where empty.', {pattern: '^[A-Z]{3}$'}),
          per: {enum: ['participation', 'unit'], title: 'For each', description: 'Participation where empty.', words: {participation: 'Participation', unit: 'Unit that was delivered'}},
        },
      },
    },
  },
  exit: {
    title: 'Leaving', properties: {
      process: text('Workflow', 'What happens when a participant leaves; exit-default where empty.', {pattern: '^exit-[a-z0-9\\-]{1,95}$'}),
    },
  },
};
