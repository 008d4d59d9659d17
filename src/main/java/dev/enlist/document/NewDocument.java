package dev.enlist.document;

import org.jspecify.annotations.Nullable;

/**
 * An uploaded file, as the client describes it.
 *
 * @param type        a type that the form of the program instance states, or {@code other}
 * @param fileName    as the client sent it
 * @param declared    media type as the client sent it, without parameters; null for none
 */
public record NewDocument(
        String type,
        @Nullable String description,
        String fileName,
        @Nullable String declared) {}
