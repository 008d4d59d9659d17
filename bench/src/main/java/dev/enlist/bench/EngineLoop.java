package dev.enlist.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.StandaloneProcessEngineConfiguration;
import org.camunda.bpm.engine.task.Task;

/**
 * Baseline (a): the bare engine with the settings it has, in a loop on one thread, without HTTP and without rows of
 * anybody else. Orders: {@code starts <milliseconds>} or {@code lives <milliseconds>}; a life is a start, two tasks
 * completed, and the message that ends it. Arguments: JDBC URL, user, password.
 */
public final class EngineLoop {

    private final ProcessEngine engine;
    private long people;

    private EngineLoop(ProcessEngine engine) {
        this.engine = engine;
    }

    public static void main(String[] args) throws Exception {
        HikariDataSource pool = new HikariDataSource();
        pool.setJdbcUrl(args[0]);
        pool.setUsername(args[1]);
        pool.setPassword(args[2]);
        StandaloneProcessEngineConfiguration configuration = new StandaloneProcessEngineConfiguration();
        configuration.setDataSource(pool);
        configuration.setDatabaseSchemaUpdate("true");
        configuration.setJobExecutorActivate(false);
        EngineLoop loop = new EngineLoop(configuration.buildProcessEngine());
        loop.engine
                .getRepositoryService()
                .createDeployment()
                .addClasspathResource("bench-process.bpmn")
                .addClasspathResource("bench-rules.dmn")
                .deploy();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order;
        while ((order = orders.readLine()) != null) {
            String[] words = order.split(" ");
            Runnable step = words[0].equals("starts") ? loop::startOne : loop::liveOnce;
            System.out.println("rate " + rate(step, Long.parseLong(words[1])));
        }
        loop.engine.close();
        pool.close();
    }

    private static double rate(Runnable step, long milliseconds) {
        long began = System.nanoTime();
        long end = began + milliseconds * 1_000_000;
        long steps = 0;
        do {
            step.run();
            steps++;
        } while (System.nanoTime() < end);
        return steps * 1e9 / (System.nanoTime() - began);
    }

    private String start() {
        Map<String, Object> variables = Map.of(
                "state", "NY",
                "country", "US",
                "postalCode", "10001",
                "programType", "rebate",
                "programYear", 2026,
                "programActive", true);
        return engine.getRuntimeService()
                .startProcessInstanceByKey("enrollment", "person-" + people++, variables)
                .getId();
    }

    private void startOne() {
        start();
    }

    private void liveOnce() {
        String instance = start();
        for (int step = 0; step < 2; step++) {
            List<Task> tasks = engine.getTaskService()
                    .createTaskQuery()
                    .processInstanceId(instance)
                    .list();
            engine.getTaskService().complete(tasks.get(0).getId());
        }
        engine.getRuntimeService()
                .createMessageCorrelation("exit")
                .processInstanceId(instance)
                .correlate();
    }
}
