package dev.enlist.process.engine;

import java.util.List;
import org.apache.ibatis.builder.StaticSqlSource;
import org.apache.ibatis.mapping.MappedStatement;
import org.apache.ibatis.mapping.ParameterMapping;
import org.apache.ibatis.mapping.ResultMap;
import org.apache.ibatis.mapping.SqlCommandType;
import org.apache.ibatis.session.Configuration;
import org.apache.ibatis.type.ArrayTypeHandler;
import org.camunda.bpm.engine.impl.jobexecutor.ProcessEventJobHandler;

/**
 * A statement of the engine for the rows of one id, replaced by one for many ids. Each uses an index.
 *
 * <p>Engine internals: the statements are registered with the engine's own mapper, so that rows become its entities.
 * They replace 13 single reads per enrollment of a bulk approval (decision 43).
 */
enum BatchStatement {
    /** All executions of the processes of a business key; an exit workflow is a process of its own. */
    EXECUTIONS("selectExecutionsByProcessInstanceId", """
            select * from act_ru_execution where proc_inst_id_ in (
                select proc_inst_id_ from act_ru_execution where business_key_ = any (?))"""),
    SUBSCRIPTIONS(
            "selectEventSubscriptionsByExecution", "select * from act_ru_event_subscr where execution_id_ = any (?)"),
    /** By process, to migrate it; the engine has no index for it and reads all subscriptions for each process. */
    SUBSCRIPTIONS_OF_PROCESSES("selectEventSubscriptionsByProcessInstanceId", """
            select s.* from act_ru_execution x join act_ru_event_subscr s on s.execution_id_ = x.id_
            where x.proc_inst_id_ = any (?)"""),
    JOBS("selectJobsByExecutionId", "select * from act_ru_job where execution_id_ = any (?)"),
    TASKS("selectTasksByExecutionId", "select * from act_ru_task where execution_id_ = any (?)"),
    IDENTITY_LINKS("selectIdentityLinksByTask", "select * from act_ru_identitylink where task_id_ = any (?)"),

    // these rows are rare, so only their existence is read

    SUBTASKS(
            "selectTasksByParentTaskId",
            "select parent_task_id_ from act_ru_task where parent_task_id_ = any (?)",
            true),
    INCIDENTS(
            "selectIncidentsByConfiguration",
            "select configuration_ from act_ru_incident where configuration_ = any (?)",
            true),
    VARIABLES(
            "selectVariablesByExecutionId",
            "select execution_id_ from act_ru_variable where execution_id_ = any (?)",
            true),
    TASK_VARIABLES("selectVariablesByTaskId", "select task_id_ from act_ru_variable where task_id_ = any (?)", true),
    /**
     * The jobs of asynchronous event subscriptions, by subscription id; the engine reads them with each subscription
     * that it deletes.
     */
    EVENT_JOBS(
            "selectJobsByConfiguration",
            "select handler_cfg_ from act_ru_job where handler_type_ = '" + ProcessEventJobHandler.TYPE
                    + "' and handler_cfg_ = any (?)",
            true);

    private final String engineStatement;
    private final String sql;
    private final boolean idsOnly;

    BatchStatement(String engineStatement, String sql) {
        this(engineStatement, sql, false);
    }

    BatchStatement(String engineStatement, String sql, boolean idsOnly) {
        this.engineStatement = engineStatement;
        this.sql = sql;
        this.idsOnly = idsOnly;
    }

    /** Name of the engine's statement for one id. */
    String engineStatement() {
        return engineStatement;
    }

    /** Name of our statement, which takes an array of ids. */
    String statement() {
        return BatchStatement.class.getName() + "." + name();
    }

    /**
     * Registers the statements with the engine's mapper, each with the result map of the statement that it replaces.
     */
    static void register(Configuration mapper) {
        for (BatchStatement many : values()) {
            ParameterMapping ids = new ParameterMapping.Builder(mapper, "parameter", new ArrayTypeHandler())
                    .javaType(String[].class)
                    .build();
            List<ResultMap> results = many.idsOnly
                    ? List.of(new ResultMap.Builder(mapper, many.statement() + ".id", String.class, List.of()).build())
                    : mapper.getMappedStatement(many.engineStatement).getResultMaps();
            mapper.addMappedStatement(new MappedStatement.Builder(
                            mapper,
                            many.statement(),
                            new StaticSqlSource(mapper, many.sql, List.of(ids)),
                            SqlCommandType.SELECT)
                    .resultMaps(results)
                    .build());
        }
    }
}
