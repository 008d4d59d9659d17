package dev.enlist.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to do, instead of a stack trace. */
class UnfitDatabaseRoleAnalyzer extends AbstractFailureAnalyzer<UnfitDatabaseRole> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnfitDatabaseRole cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Run in the database, as one who may, then start Enlist again:\n\n" + cause.remedy(),
                cause);
    }
}
