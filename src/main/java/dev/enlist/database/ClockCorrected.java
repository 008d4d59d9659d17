package dev.enlist.database;

import java.time.Duration;

/**
 * This node adds another correction to the time of its system from now on.
 *
 * @param correction zero where the time of the system is that of the database
 */
public record ClockCorrected(Duration correction) {}
