package dev.enlist.application.web;

import dev.enlist.application.Draft;
import dev.enlist.application.SubmissionService;
import dev.enlist.application.SubmissionService.Submission;
import dev.enlist.application.SubmissionService.SubmissionsRefused;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.BatchTransactionRunner;
import dev.enlist.shared.web.GroupCommit;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Commits concurrent submissions of a public form as one batch: they share a transaction and its statements, and each keeps
 * its own address and request in the audit trail. A submission that the batch does not store is sent again alone and gets the
 * ordinary outcome or refusal. See docs/decisions/0126.
 */
@Component
class SubmissionBatcher {

    /** Submissions of one batch have the same. */
    private record Key(WorkspaceRef workspace, String programInstanceId) {}

    /** A submission, stored once its batch is committed. */
    private static final class Request {

        private final Draft draft;
        private final SubmissionService.Sent sent;
        private boolean stored;

        private Request(Draft draft, SubmissionService.Sent sent) {
            this.draft = draft;
            this.sent = sent;
        }
    }

    private final SubmissionService submissions;
    private final BatchTransactionRunner batches;
    private final GroupCommit<Key, Request> groups;

    SubmissionBatcher(SubmissionService submissions, BatchTransactionRunner batches, GroupCommitProperties properties) {
        this.submissions = submissions;
        this.batches = batches;
        this.groups = new GroupCommit<>(properties);
    }

    /** Sends the application of a draft, once; see {@link SubmissionService#submit}. */
    void submit(Draft draft, Submission submission) {
        if (SubmissionService.isAlone(draft, submission)) {
            submissions.submit(draft, submission);
            return;
        }
        Request request = new Request(
                draft,
                new SubmissionService.Sent(submission, AuditContext.current().by(submission.applicant())));
        groups.join(new Key(WorkspaceScope.current(), submission.form().programInstanceId()), request, this::send);
        if (!request.stored) {
            submissions.submit(draft, submission);
        }
    }

    /** The first request of a draft takes part; a second one runs alone afterwards and finds the outcome of the first. */
    private void send(List<Request> batch, Runnable handOver) {
        Map<String, Request> byDraft = new LinkedHashMap<>();
        batch.forEach(request -> byDraft.putIfAbsent(request.draft.id(), request));
        Set<String> refused = store(byDraft, handOver);
        byDraft.keySet().removeAll(refused);
        if (!refused.isEmpty() && !byDraft.isEmpty()) {
            store(byDraft, handOver);
        }
    }

    /** @return those that were refused, so that nothing was stored; the others may be sent again */
    private Set<String> store(Map<String, Request> byDraft, Runnable handOver) {
        Submission any = byDraft.values().iterator().next().sent.submission();
        Actor applicant = any.applicant();
        Map<String, SubmissionService.Sent> sent = new LinkedHashMap<>();
        byDraft.forEach((id, request) -> sent.put(id, request.sent));
        Set<String> refused = new HashSet<>();
        try (AuditContext.Entered ignored =
                AuditContext.enter(AuditContext.current().by(applicant))) {
            Optional<Set<String>> stored = batches.commit(handOver, () -> {
                try {
                    return submissions.submitAll(any.form().programInstanceId(), sent, applicant);
                } catch (SubmissionsRefused e) {
                    refused.addAll(e.draftIds());
                    throw e;
                }
            });
            stored.orElse(Set.of()).forEach(id -> Objects.requireNonNull(byDraft.get(id)).stored = true);
        }
        return refused;
    }
}
