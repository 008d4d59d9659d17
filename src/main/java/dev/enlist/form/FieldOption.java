package dev.enlist.form;

/**
 * An option of a choice.
 *
 * @param value what is stored, at most 200 characters
 * @param label the words for people, at most 200 characters
 */
public record FieldOption(String value, LocalizedText label) {}
