package dev.enlist.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.bulk.ImportKind;
import dev.enlist.bulk.file.ColumnVocabulary;
import dev.enlist.enrollment.EnrollmentRowResolver;
import dev.enlist.shared.Actor;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Imports participations: one participation in one activity a row. A row about a recorded one updates it. */
@Component
class ParticipationImportChunkProcessor implements ImportKind {

    private static final String ACTIVITY = "activityId";

    private static final ColumnVocabulary COLUMNS = ColumnVocabulary.of(
            Stream.concat(EnrollmentRowResolver.MEMBERS.stream(), Stream.of(ACTIVITY, "status", "quantity", "unit"))
                    .toList(),
            Map.of(
                    "applicationNumber",
                    "application number applicationno",
                    "enrollmentId",
                    "enrollment",
                    "referenceId",
                    "reference ref externalid",
                    ACTIVITY,
                    "activity event session meeting",
                    "status",
                    "participation attendance",
                    "quantity",
                    "value amount delivered kw kwh"),
            List.of("applicationNumber", "enrollmentId", "referenceId"),
            "the enrollment",
            false);

    private final ActivityService activities;
    private final ParticipationService participations;
    private final ParticipationDocuments documents;

    ParticipationImportChunkProcessor(
            ActivityService activities, ParticipationService participations, ParticipationDocuments documents) {
        this.activities = activities;
        this.participations = participations;
        this.documents = documents;
    }

    @Override
    public String name() {
        return "participations";
    }

    @Override
    public ColumnVocabulary vocabulary() {
        return COLUMNS;
    }

    @Override
    public List<Result> process(String programInstanceId, List<JsonNode> rows, boolean dryRun, Actor by) {
        Map<String, Activity> known = participations.named(programInstanceId, rows);
        @Nullable Result[] results = new Result[rows.size()];
        // by id, in which order other imports lock activities too
        Map<String, List<Integer>> byActivity = new TreeMap<>();
        ParticipationRecord[] wanted = new ParticipationRecord[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            List<Fault> faults = new ArrayList<>();
            String activityId = rows.get(i).path(ACTIVITY).asText("").strip();
            if (!known.containsKey(activityId)) {
                faults.add(new Fault("/" + ACTIVITY, "names no activity of this program instance"));
            }
            try {
                wanted[i] = documents.participation(document(rows.get(i), faults));
            } catch (InvalidInput e) {
                e.faults().stream()
                        .filter(fault -> faults.stream()
                                .noneMatch(other -> other.pointer().equals(fault.pointer())))
                        .forEach(faults::add);
            }
            if (faults.isEmpty()) {
                byActivity.computeIfAbsent(activityId, id -> new ArrayList<>()).add(i);
            } else {
                results[i] = Result.refused(faults);
            }
        }
        byActivity.keySet().forEach(activities::lock);
        byActivity.forEach((activityId, places) -> process(activityId, places, wanted, results, dryRun, by));
        return Arrays.asList(results);
    }

    private void process(
            String activityId,
            List<Integer> places,
            ParticipationRecord[] wanted,
            @Nullable Result[] results,
            boolean dryRun,
            Actor by) {
        Activity activity = activities.lock(activityId);
        List<ParticipationService.Attempt> attempts;
        try {
            attempts = participations.attempts(
                    activity, places.stream().map(place -> wanted[place]).toList(), true);
        } catch (Conflict cancelled) {
            places.forEach(place -> results[place] =
                    Result.refused(List.of(new Fault("/" + ACTIVITY, String.valueOf(cancelled.getMessage())))));
            return;
        }
        Map<String, Boolean> seen = new LinkedHashMap<>();
        for (int i = 0; i < attempts.size(); i++) {
            ParticipationService.Attempt attempt = attempts.get(i);
            if (!attempt.faults().isEmpty() || attempt.enrollment() == null) {
                results[places.get(i)] = Result.refused(attempt.faults());
                continue;
            }
            String id = attempt.enrollment().getId();
            boolean isThere = attempt.present() != null || seen.put(id, true) != null;
            results[places.get(i)] = new Result(isThere ? Result.UPDATED : Result.CREATED, id, List.of());
        }
        if (!dryRun) {
            participations.store(activity, attempts, by);
        }
    }

    /** The row as a request: without the activity, with a number. */
    private static JsonNode document(JsonNode row, List<Fault> faults) {
        if (!row.isObject()) {
            return row;
        }
        ObjectNode document = row.deepCopy();
        document.remove(ACTIVITY);
        if (document.path("quantity").isTextual()) {
            String text = document.path("quantity").textValue();
            if (text.matches("[-+]?[0-9]{1,30}(\\.[0-9]{1,30})?")) {
                document.put("quantity", new BigDecimal(text));
            } else {
                faults.add(new Fault("/quantity", "must be a number such as 1.5, without thousands separators"));
            }
        }
        return document;
    }
}
