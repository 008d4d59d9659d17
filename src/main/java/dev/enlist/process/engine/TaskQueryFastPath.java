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
 * Tells the questions for tasks that {@link IndexedTaskManager} answers from those that it leaves to the engine. A plain one
 * asks for all tasks or for those of one kind. Whatever else a query holds must be as in a query that was just made:
 * a criterion that is not known here, also one of an engine to come, makes it not plain.
 */
final class TaskQueryFastPath {

    /** Fields that choose no task: how the query is run, which page is wanted, and what is looked at apart. */
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

    /** The engine leaves this one empty in every filter that is extended, and passes it over where it is empty. */
    private static final String NONE_IF_EMPTY = "processInstanceIdIn";

    private static final List<Field> CRITERIA = criteria();

    private static final TaskQueryImpl FRESH = new TaskQueryImpl();

    /** Of the filters that {@code EngineAuthorizationInitializer} makes, and of the indexes that serve them. */
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

    /** Whether it comes in the order of our filters. Tasklist adds an order of its own, which then decides nothing. */
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
