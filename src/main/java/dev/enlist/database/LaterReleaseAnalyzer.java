package dev.enlist.database;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Tells an operator what to start instead, instead of a stack trace. */
class LaterReleaseAnalyzer extends AbstractFailureAnalyzer<LaterRelease> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, LaterRelease cause) {
        return new FailureAnalysis(
                cause.getMessage(),
                "Start the later release, or restore a backup from before the update and start this one.",
                cause);
    }
}
