package dev.enlist.program;

import org.jspecify.annotations.Nullable;

/**
 * A program to be made.
 *
 * @param organizationId whose it will be; null for the organization in scope
 */
public record NewProgram(ProgramDetails details, @Nullable String organizationId) {}
