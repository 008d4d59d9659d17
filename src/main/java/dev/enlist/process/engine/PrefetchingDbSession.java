package dev.enlist.process.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.ibatis.session.Configuration;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.db.DbEntity;
import org.camunda.bpm.engine.impl.db.ListQueryParameterObject;
import org.camunda.bpm.engine.impl.db.PersistenceSession;
import org.camunda.bpm.engine.impl.db.sql.BatchDbSqlSession;
import org.camunda.bpm.engine.impl.db.sql.DbSqlSessionFactory;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.jobexecutor.ProcessEventJobHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The engine's database session for one command. Answers queries from prefetched rows where there are any, and
 * otherwise queries the database. Each prefetched answer is used once; a repeated query goes to the database. Changes
 * made by the command itself need no handling here: the engine merges each row it reads with its cached entities,
 * whatever the source of the row.
 *
 * <p>Engine internals: the session is the only place through which all reads of a command pass. Statements for each
 * further enrollment of a chunk: 6 before and 1.2 now to submit, 13 and 0.2 to approve (decision 43).
 */
public final class PrefetchingDbSession extends BatchDbSqlSession {

    /** The engine asks for them with each process that it starts, and with each decision. */
    private static final Set<String> DEFINITIONS =
            Set.of("selectLatestProcessDefinitionByKeyWithoutTenantId", "selectDecisionDefinitionByKeyVersionTag");

    /** By name of the engine's statement, and by id. */
    private final Map<String, Map<String, List<?>>> answers = new HashMap<>();

    private final Map<String, OpenProcess> processes = new HashMap<>();

    private final Map<Question, Object> definitions = new HashMap<>();

    /** A statement of the engine with its parameters. */
    private record Question(String statement, Map<?, ?> parameters) {}

    private PrefetchingDbSession(DbSqlSessionFactory factory) {
        super(factory);
    }

    /** Replaces the engine's own session for each of its commands. */
    @Component
    public static final class Factory implements SessionFactory {

        @Override
        public Class<?> getSessionType() {
            return PersistenceSession.class;
        }

        @Override
        public Session openSession() {
            DbSqlSessionFactory factory =
                    Context.getProcessEngineConfiguration().getDbSqlSessionFactory();
            return new PrefetchingDbSession(factory);
        }
    }

    /** Call once, after the engine has built its mapper and before it runs. */
    public static void prepare(Configuration mapper) {
        BatchStatement.register(mapper);
    }

    static PrefetchingDbSession current() {
        return (PrefetchingDbSession) Context.getCommandContext().getSession(PersistenceSession.class);
    }

    /** Stores the rows of each of these ids; an id without rows is stored as empty. */
    void remember(String statement, Collection<String> ids, Map<String, ? extends List<?>> rows) {
        Map<String, List<?>> known = answers.computeIfAbsent(statement, none -> new HashMap<>());
        ids.forEach(id -> known.put(id, Objects.requireNonNullElse(rows.get(id), List.of())));
    }

    void remember(OpenProcess process) {
        processes.put(process.enrollmentId(), process);
    }

    /** The prefetched process of this enrollment; removed by the call. */
    @Nullable
    OpenProcess take(String enrollmentId) {
        return processes.remove(enrollmentId);
    }

    @Override
    public List<?> selectList(String statement, Object parameter) {
        List<?> known = known(statement, parameter);
        if (known == null && parameter instanceof ListQueryParameterObject asked) {
            known = (List<?>) definition(statement, asked.getParameter(), () -> super.selectList(statement, parameter));
        }
        // the engine adds to the lists that it is given
        return known == null ? super.selectList(statement, parameter) : new ArrayList<>(known);
    }

    @Override
    public @Nullable Object selectOne(String statement, Object parameter) {
        Object known = definition(statement, parameter, () -> super.selectOne(statement, parameter));
        return known == null ? super.selectOne(statement, parameter) : known;
    }

    /**
     * What the first query of this command has found. MyBatis keeps it as well, but builds the statement first to see that it is
     * the same: as much work as all else that the start of a process reads.
     *
     * @return null for another statement, and where nothing was found
     */
    private @Nullable Object definition(String statement, @Nullable Object parameter, Supplier<Object> query) {
        if (!DEFINITIONS.contains(statement) || !(parameter instanceof Map<?, ?> named)) {
            return null;
        }
        Question question = new Question(statement, new HashMap<>(named));
        Object known = definitions.get(question);
        if (known == null) {
            known = query.get();
            if (known != null) {
                definitions.put(question, known);
            }
        }
        return known;
    }

    private @Nullable List<?> known(String statement, Object parameter) {
        Map<String, List<?>> ofStatement = answers.get(statement);
        if (ofStatement == null || !(parameter instanceof ListQueryParameterObject asked)) {
            return null;
        }
        return id(asked.getParameter()).map(ofStatement::remove).orElse(null);
    }

    /**
     * Some statements take a second condition, which is null where every row is wanted. The one for the jobs of a
     * subscription also takes the kind of the job and the tenant, which follow from the id.
     */
    private static Optional<String> id(Object parameter) {
        if (!(parameter instanceof Map<?, ?> named)) {
            return Optional.of(parameter.toString());
        }
        if (ProcessEventJobHandler.TYPE.equals(named.get("handlerType"))) {
            return Optional.ofNullable(named.get("handlerConfiguration")).map(Object::toString);
        }
        List<?> given = named.values().stream().filter(Objects::nonNull).toList();
        return given.size() == 1 ? Optional.of(given.get(0).toString()) : Optional.empty();
    }

    /** The rows that the engine would have read one by one, as managed entities. */
    @SuppressWarnings("unchecked")
    <T extends DbEntity> List<T> rows(BatchStatement many, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : Context.getCommandContext()
                        .getDbEntityManager()
                        .selectList(many.statement(), ids.toArray(String[]::new));
    }

    /** The ids that occur. */
    @SuppressWarnings("unchecked")
    Collection<String> named(BatchStatement many, Collection<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : (List<String>) super.selectList(
                        many.statement(),
                        new ListQueryParameterObject(ids.toArray(String[]::new), 0, Integer.MAX_VALUE));
    }
}
