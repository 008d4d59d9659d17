package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Published events of an enrollment. They contain ids, statuses and codes, and no personal data. */
public sealed interface EnrollmentEvent extends DomainEvent.Published {

    String enrollmentId();

    int number();

    @Override
    default String subject() {
        return enrollmentId();
    }

    @Override
    default Integer sequence() {
        return number();
    }

    /** An enrollment was created as a candidate. */
    record Created(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.created";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "id",
                    enrollmentId,
                    "applicationNumber",
                    applicationNumber,
                    "programInstanceId",
                    programInstanceId,
                    "status",
                    EnrollmentStatus.CANDIDATE.wire());
        }
    }

    /** The enrollment changed, but not its status. */
    record Updated(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at,
            EnrollmentStatus status,
            String change)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.updated";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "id", enrollmentId,
                    "applicationNumber", applicationNumber,
                    "programInstanceId", programInstanceId,
                    "status", status.wire(),
                    "change", change);
        }
    }

    /**
     * The status changed.
     *
     * @param from       null for a new one
     * @param reason     text for people; in the history, not in published events
     * @param code       of the rule that decided, where one did
     * @param rules      the version that decided, where one did
     * @param historyRow number of the row it adds to the status history, from 1
     */
    record StatusChanged(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at,
            @Nullable EnrollmentStatus from,
            EnrollmentStatus to,
            Actor by,
            @Nullable String reason,
            @Nullable String code,
            @Nullable RuleSetRef rules,
            int historyRow)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.status_changed";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", enrollmentId);
            data.put("applicationNumber", applicationNumber);
            data.put("programInstanceId", programInstanceId);
            if (from != null) {
                data.put("from", from.wire());
            }
            data.put("to", to.wire());
            data.put("by", by.type().wire());
            if (code != null) {
                data.put("code", code);
            }
            if (rules != null) {
                data.put("ruleSet", rules.slug());
                data.put("ruleSetVersion", rules.version());
            }
            return data;
        }
    }

    /**
     * A document was added or removed.
     *
     * @param change   {@code added} or {@code removed}
     * @param document id of the document
     */
    record DocumentChanged(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at,
            String change,
            String document,
            String documentType)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.document_" + change;
        }

        @Override
        public Map<String, Object> data() {
            return Map.of(
                    "id", enrollmentId,
                    "applicationNumber", applicationNumber,
                    "programInstanceId", programInstanceId,
                    "documentId", document,
                    "documentType", documentType);
        }
    }

    /**
     * The applicant was asked for information, or reminded of it.
     *
     * @param fields    JSON pointers of the members that the answer may change
     * @param reminders 0 for the request itself, otherwise the number of the reminder
     */
    record InformationRequested(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at,
            String informationRequestId,
            List<String> fields,
            List<String> documents,
            Instant dueAt,
            int reminders)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.information_requested";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", enrollmentId);
            data.put("applicationNumber", applicationNumber);
            data.put("programInstanceId", programInstanceId);
            data.put("informationRequestId", informationRequestId);
            data.put("fields", fields);
            data.put("documents", documents);
            data.put("dueAt", dueAt.toString());
            data.put("reminders", reminders);
            return data;
        }
    }

    /**
     * The applicant answered an information request.
     *
     * @param fields JSON pointers of the members that the answer names
     */
    record InformationProvided(
            String enrollmentId,
            String applicationNumber,
            String programInstanceId,
            String workspaceId,
            int number,
            Instant at,
            String informationRequestId,
            List<String> fields)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.information_provided";
        }

        @Override
        public Map<String, Object> data() {
            Map<String, Object> data = new LinkedHashMap<>();
            data.put("id", enrollmentId);
            data.put("applicationNumber", applicationNumber);
            data.put("programInstanceId", programInstanceId);
            data.put("informationRequestId", informationRequestId);
            data.put("fields", fields);
            return data;
        }
    }

    /** The enrollment was erased with its personal data. */
    record Deleted(String enrollmentId, String programInstanceId, String workspaceId, int number, Instant at)
            implements EnrollmentEvent {

        @Override
        public String type() {
            return "enrollment.deleted";
        }

        @Override
        public Map<String, Object> data() {
            return Map.of("id", enrollmentId, "programInstanceId", programInstanceId);
        }
    }
}
