package dev.enlist.workflowtask;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of workers that wait for tasks.
 *
 * @param pause            time between two looks at the queue of a workspace with waiting workers
 * @param mostPerNode      waiting requests per node at most
 * @param mostPerWorkspace waiting requests per node for one workspace at most
 */
@ConfigurationProperties("enlist.workflow-tasks")
record LongPollProperties(
        @DefaultValue("250ms") Duration pause,
        @DefaultValue("500") int mostPerNode,
        @DefaultValue("100") int mostPerWorkspace) {}
