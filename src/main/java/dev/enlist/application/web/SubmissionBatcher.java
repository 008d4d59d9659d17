package dev.enlist.application.web;

import dev.enlist.application.Draft;
import dev.enlist.application.SubmissionService;
import dev.enlist.application.SubmissionService.Submission;
import dev.enlist.application.SubmissionService.SubmissionsRefused;
import dev.enlist.shared.Actor;
import dev.enlist.shared.AuditContext;
import dev.enlist.shared.web.GroupCommit;
import dev.enlist.shared.web.GroupCommitProperties;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Commits concurrent submissions of a public form as one batch: they share a transaction and its statements, and each keeps
 * its own address and request in the audit trail. A submission that the batch does not store is sent again alone and gets the
 * ordinary outcome or refusal. See docs/decisions/0126.
 */
@Component
class SubmissionBatcher {

    private static final Logger LOG = LoggerFactory.getLogger(SubmissionBatcher.class);

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
    private final TransactionTemplate transaction;
    private final GroupCommit<Key, Request> groups;

    SubmissionBatcher(
            SubmissionService submissions, PlatformTransactionManager transactions, GroupCommitProperties properties) {
        this.submissions = submissions;
        this.transaction = new TransactionTemplate(transactions);
        this.groups = new GroupCommit<>(properties.groups(), properties.largest());
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
        try (AuditContext.Entered named =
                        AuditContext.enter(AuditContext.current().by(applicant));
                AuditContext.Entered several = AuditContext.enterSeveral()) {
            Set<String> stored = Objects.requireNonNull(transaction.execute(status -> {
                Set<String> ids = submissions.submitAll(any.form().programInstanceId(), sent, applicant);
                atCommit(handOver);
                return ids;
            }));
            stored.forEach(id -> Objects.requireNonNull(byDraft.get(id)).stored = true);
            return Set.of();
        } catch (SubmissionsRefused e) {
            return e.draftIds();
        } catch (RuntimeException e) {
            // each submission runs again alone, and the one that fails then answers with the reason
            LOG.debug("A batch of {} submissions failed; each runs alone", byDraft.size(), e);
            return Set.of();
        }
    }

    /** While this transaction waits for the disk, the next batch may start. */
    private static void atCommit(Runnable handOver) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void beforeCompletion() {
                handOver.run();
            }
        });
    }
}
