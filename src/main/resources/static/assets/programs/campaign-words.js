// Words for campaigns: statuses, steps, and why a step is not possible now.

import {badge} from '../system/statuses.js';

export const CAMPAIGN_STATUSES = {
  draft: ['Draft', 'pencil', 'neutral'], planned: ['Planned', 'calendar3', 'info'], recruiting: ['Recruiting', 'megaphone', 'info'], active: ['Active', 'check-circle', 'success'],
  paused: ['Paused', 'hourglass-split', 'warning'], completed: ['Completed', 'flag', 'neutral'], closed: ['Closed', 'lock', 'neutral'],
};

export const campaignBadge = status => badge(...CAMPAIGN_STATUSES[status]);

/** Steps in their order: button, the statuses they are possible in, what they do. */
export const STEPS = {
  plan: ['Plan', ['draft'], 'Checks that everything is there. Start and end happen by the dates from then on.'],
  redraft: ['Back to draft', ['planned'], 'Dates no longer start it.'],
  recruit: ['Begin recruiting', ['planned'], 'Announces it; applications come with the start.'],
  start: ['Start', ['planned', 'recruiting'], 'Opens the first cohort now, before the start date.'],
  pause: ['Pause', ['recruiting', 'active'], 'Cohorts accept no new application; everything else goes on.'],
  resume: ['Resume', ['paused'], 'Cohorts accept applications again.'],
  complete: ['Complete', ['active', 'paused'], 'Ends the cohorts; approved people leave through the exit workflow.'],
  close: ['Close', ['draft', 'planned', 'recruiting', 'paused', 'completed'], 'Nothing can be changed any more.'],
};

const list = statuses => statuses.map(status => CAMPAIGN_STATUSES[status][0].toLowerCase()).join(' or ');

/** When a step is possible. */
export const whyNot = step => `Possible while the campaign is ${list(STEPS[step][1])}.`;

/** What a plan still needs; `templatePricing` is that of the template version. */
export function missingForPlan(campaign, templatePricing) {
  const needs = [
    [campaign.programSlug, 'programSlug', 'Choose a program'],
    [campaign.templateVersion, 'templateVersion', 'Choose a template version'],
    [campaign.participantGroupId, 'participantGroupId', 'Choose a group'],
    [campaign.startDate, 'startDate', 'Set the start date'],
    [campaign.endDate, 'endDate', 'Set the end date'],
    [!campaign.startDate || !campaign.endDate || campaign.startDate < campaign.endDate, 'endDate', 'The end must be after the start'],
    [campaign.targets?.participants > 0 || campaign.targets?.applications > 0, 'targets.participants', 'Set a target: participants or applications'],
    [Number(campaign.budget?.amount) > 0, 'budget.amount', 'Set a budget above 0'],
    [campaign.pricing?.pricingModel ?? templatePricing?.pricingModel, 'pricing.pricingModel', 'Choose a pricing model'],
  ];
  return needs.filter(([has]) => !has).map(([, name, sentence]) => ({name, sentence}));
}
