package dev.enlist.shared.problem;

/**
 * One thing wrong with what a caller sent.
 *
 * @param pointer JSON pointer into the body ({@code /address/state}), or {@code /name} of a query parameter
 * @param message what is wrong, for a person
 */
public record Fault(String pointer, String message) {}
