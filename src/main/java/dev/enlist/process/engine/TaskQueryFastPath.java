package dev.enlist.process.engine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.camunda.bpm.engine.impl.Direction;
import org.camunda.bpm.engine.impl.QueryOrderingProperty;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.TaskQueryProperty;
import org.camunda.bpm.engine.query.QueryProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether {@link IndexedTaskManager} or the engine answers a task query. The fast path takes queries for all
 * tasks or for those of one kind. All other fields must have the values of a new query: an unknown criterion, also of a
 * later engine version, excludes the fast path.
 *
 * <p>Engine internals: it reads the fields of the engine's query, so that a criterion of a future version excludes
 * the fast path of {@link IndexedTaskManager} (decision 42).
 */
final class TaskQueryFastPath {

    /** Fields that select no task: how the query runs, which page is requested, and what is checked separately. */
    static final Set<String> NO_CRITERIA = Set.of(
            "authCheck",
            "tenantCheck",
            "firstResult",
            "maxResults",
            "databaseType",
            "commandExecutor",
            "resultType",
            "validators",
            "maxResultsLimitEnabled",
            "initializeFormKeys",
            "withCommentAttachmentInfo",
            "orderingProperties",
            "queries",
            "key");

    /** The engine leaves this list empty in every extended filter, and ignores it where it is empty. */
    private static final String NONE_IF_EMPTY = "processInstanceIdIn";

    private static final List<Field> CRITERIA = criteria();

    private static final TaskQueryImpl FRESH = new TaskQueryImpl();

    /** The order of the filters that {@code EngineAuthorizationInitializer} creates, and of the indexes for them. */
    private static final List<Map.Entry<QueryProperty, Direction>> ORDER = List.of(
            Map.entry(TaskQueryProperty.PRIORITY, Direction.DESCENDING),
            Map.entry(TaskQueryProperty.CREATE_TIME, Direction.ASCENDING));

    private TaskQueryFastPath() {}

    static boolean is(TaskQueryImpl query) {
        List<TaskQueryImpl> alternatives = query.getQueries();
        return query.getClass() == TaskQueryImpl.class
                && alternatives.size() == 1
                && alternatives.get(0) == query
                && CRITERIA.stream().allMatch(field -> Objects.equals(value(field, query), value(field, FRESH)));
    }

    /**
     * Whether the query has the order of our filters. Tasklist appends an order of its own, which then has no effect.
     */
    static boolean isInOrder(TaskQueryImpl query) {
        Map<QueryProperty, Direction> steps = new LinkedHashMap<>();
        for (QueryOrderingProperty step : query.getOrderingProperties()) {
            if (step.getRelation() != null || step.hasRelationConditions()) {
                return false;
            }
            steps.putIfAbsent(step.getQueryProperty(), step.getDirection());
        }
        return List.copyOf(steps.entrySet()).equals(ORDER);
    }

    private static List<Field> criteria() {
        List<Field> criteria = new ArrayList<>();
        for (Class<?> type = TaskQueryImpl.class; type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !NO_CRITERIA.contains(field.getName())) {
                    field.setAccessible(true);
                    criteria.add(field);
                }
            }
        }
        return List.copyOf(criteria);
    }

    private static @Nullable Object value(Field field, TaskQueryImpl query) {
        try {
            Object value = field.get(query);
            boolean none = field.getName().equals(NONE_IF_EMPTY) && value instanceof String[] ids && ids.length == 0;
            return none ? null : value;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
