package dev.enlist.program;

/**
 * Which cohort of a campaign an instance is.
 *
 * @param number counts the cohorts of the campaign from 1
 */
public record Cohort(String campaignId, int number) {}
