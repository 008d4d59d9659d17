package dev.enlist.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.NestedExceptionUtils;

/** Tells an operator what to set, instead of a stack trace. */
class EmbeddedPostgresUnavailableAnalyzer extends AbstractFailureAnalyzer<EmbeddedPostgresUnavailable> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, EmbeddedPostgresUnavailable cause) {
        Throwable origin = NestedExceptionUtils.getMostSpecificCause(cause);
        String description =
                origin == cause ? cause.getMessage() : cause.getMessage() + "\n\nCause: " + origin.getMessage();
        return new FailureAnalysis(description, cause.remedy(), cause);
    }
}
