package dev.enlist.process.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.impl.AbstractQuery;
import org.camunda.bpm.engine.impl.TaskQueryImpl;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.persistence.entity.SuspensionState;
import org.camunda.bpm.engine.task.DelegationState;
import org.camunda.bpm.engine.task.TaskQuery;
import org.camunda.bpm.engine.variable.type.ValueType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests every field of the engine's query, including those of a newer engine. */
class TaskQueryFastPathTests {

    @Test
    void asksForAllOrForOneKind() {
        assertThat(TaskQueryFastPath.is(new TaskQueryImpl())).isTrue();
        assertThat(TaskQueryFastPath.is(reviews())).isTrue();
    }

    @Test
    void isPlainWhicheverPageIsWanted() {
        TaskQueryImpl query = new TaskQueryImpl();
        query.initializeFormKeys();
        query.withCommentAttachmentInfo();
        query.setFirstResult(30);
        query.setMaxResults(15);
        query.enableMaxResultsLimit();

        assertThat(TaskQueryFastPath.is(query)).isTrue();
    }

    /** The query of Tasklist: that of the filter, extended by an order only. */
    @Test
    void isPlainWhenAFilterIsExtendedByNothing() {
        TaskQuery extension = new TaskQueryImpl().orderByTaskCreateTime().desc();

        assertThat(TaskQueryFastPath.is((TaskQueryImpl) reviews().extend(extension)))
                .isTrue();
        assertThat(TaskQueryFastPath.is((TaskQueryImpl) reviews().extend(extension.taskUnassigned())))
                .isFalse();
    }

    /** The engine is known to ignore an empty list for one criterion only. */
    @Test
    void isNotPlainWithAnEmptyList() {
        assertThat(TaskQueryFastPath.is((TaskQueryImpl) reviews().taskDefinitionKeyIn()))
                .isFalse();
        assertThat(TaskQueryFastPath.is((TaskQueryImpl) reviews().processInstanceIdIn()))
                .isTrue();
    }

    static Stream<Arguments> criteria() {
        return fields().filter(field -> !TaskQueryFastPath.NO_CRITERIA.contains(field.getName()))
                .map(field -> Arguments.of(field.getName(), field));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("criteria")
    void isNotPlainWithAnyOtherCriterion(String name, Field field) throws IllegalAccessException {
        TaskQueryImpl query = reviews();
        field.setAccessible(true);
        field.set(query, something(field.getType(), field.get(query)));

        assertThat(TaskQueryFastPath.is(query)).isFalse();
    }

    @Test
    void fieldsThatAreNoCriteriaExistInTheEngine() {
        assertThat(fields().map(Field::getName).collect(Collectors.toSet())).containsAll(TaskQueryFastPath.NO_CRITERIA);
    }

    /** The engine's statement does not filter by them. */
    @ParameterizedTest
    @MethodSource("noCriteria")
    void fieldsThatAreNoCriteriaChooseNoTask(String field) throws IOException {
        try (InputStream statements =
                TaskQueryImpl.class.getResourceAsStream("/org/camunda/bpm/engine/impl/mapping/entity/Task.xml")) {
            assertThat(new String(statements.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("query.key ")
                    .doesNotContainPattern("query\\." + field + "\\b");
        }
    }

    static Stream<String> noCriteria() {
        return TaskQueryFastPath.NO_CRITERIA.stream().filter(field -> !field.equals("key"));
    }

    @Test
    void isNotPlainWithAlternatives() {
        TaskQueryImpl query = new TaskQueryImpl();
        query.or().taskName("x").taskDescription("y").endOr();

        assertThat(TaskQueryFastPath.is(query)).isFalse();
        // the alternatives as separate queries, as the engine stores them
        assertThat(TaskQueryFastPath.is(query.getQueries().get(1))).isFalse();
    }

    @Test
    void isNotPlainForASubclassOfTheQuery() {
        assertThat(TaskQueryFastPath.is(new TaskQueryImpl() {})).isFalse();
    }

    static Stream<Arguments> orders() {
        return Stream.of(
                Arguments.of(true, byPriority().orderByTaskCreateTime().asc()),
                // as Tasklist appends its own
                Arguments.of(
                        true,
                        byPriority()
                                .orderByTaskCreateTime()
                                .asc()
                                .orderByTaskCreateTime()
                                .desc()),
                Arguments.of(
                        true,
                        byPriority()
                                .orderByTaskPriority()
                                .asc()
                                .orderByTaskCreateTime()
                                .asc()),
                Arguments.of(false, new TaskQueryImpl()),
                Arguments.of(false, byPriority()),
                Arguments.of(false, byPriority().orderByTaskCreateTime().desc()),
                Arguments.of(
                        false,
                        new TaskQueryImpl()
                                .orderByTaskCreateTime()
                                .asc()
                                .orderByTaskPriority()
                                .desc()),
                Arguments.of(
                        false,
                        new TaskQueryImpl()
                                .orderByTaskPriority()
                                .asc()
                                .orderByTaskCreateTime()
                                .asc()),
                Arguments.of(
                        false,
                        byPriority()
                                .orderByTaskCreateTime()
                                .asc()
                                .orderByTaskName()
                                .asc()),
                Arguments.of(
                        false,
                        byPriority()
                                .orderByTaskNameCaseInsensitive()
                                .asc()
                                .orderByTaskCreateTime()
                                .asc()),
                Arguments.of(
                        false,
                        byPriority()
                                .orderByProcessVariable("x", ValueType.STRING)
                                .asc()
                                .orderByTaskCreateTime()
                                .asc()));
    }

    private static TaskQueryImpl reviews() {
        TaskQueryImpl query = new TaskQueryImpl();
        query.taskDefinitionKey("review");
        return query;
    }

    private static TaskQuery byPriority() {
        return new TaskQueryImpl().orderByTaskPriority().desc();
    }

    @ParameterizedTest
    @MethodSource("orders")
    void knowsTheOrderOfOurFilters(boolean ours, TaskQuery query) {
        assertThat(TaskQueryFastPath.isInOrder((TaskQueryImpl) query)).isEqualTo(ours);
    }

    private static Stream<Field> fields() {
        return Stream.of(TaskQueryImpl.class, AbstractQuery.class, ListQueryParameterObject.class)
                .flatMap(type -> Arrays.stream(type.getDeclaredFields()))
                .filter(field -> !Modifier.isStatic(field.getModifiers()));
    }

    /** A value different from the current one. */
    private static Object something(Class<?> type, Object present) {
        if (type == boolean.class || type == Boolean.class) {
            return !Boolean.TRUE.equals(present);
        }
        if (type.isArray()) {
            return Array.newInstance(type.getComponentType(), 1);
        }
        Map<Class<?>, Object> values = Map.of(
                String.class,
                "x",
                Integer.class,
                1,
                Date.class,
                new Date(),
                List.class,
                List.of("x"),
                Set.class,
                Set.of("x"),
                Map.class,
                Map.of("x", "y"),
                DelegationState.class,
                DelegationState.PENDING,
                SuspensionState.class,
                SuspensionState.ACTIVE,
                Object.class,
                "x");
        assertThat(values).containsKey(type);
        return values.get(type);
    }
}
