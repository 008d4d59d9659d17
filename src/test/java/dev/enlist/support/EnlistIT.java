package dev.enlist.support;

import dev.enlist.database.TestPostgres;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.event.ApplicationEventsTestExecutionListener;
import org.springframework.test.context.support.DependencyInjectionTestExecutionListener;

/**
 * A test against the whole application on a real port, a real PostgreSQL and the real engine. All of them
 * share one, so none may change its configuration; each works in workspaces of its own.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("test")
@AutoConfigureObservability(tracing = false)
// the others look for mocks in all beans, and more, before and after each test, and empty the caches of Spring after
// each class
@TestExecutionListeners({ApplicationEventsTestExecutionListener.class, DependencyInjectionTestExecutionListener.class})
@ExtendWith(ConnectionGuard.Check.class)
@Import({
    ConnectionGuard.class,
    Worlds.class,
    PeopleByEmail.class,
    StatementCounter.class,
    OwnerJdbc.class,
    TestPostgres.class,
    Databases.class,
    DelayedJobs.class,
    FastPasswords.class,
    Postbox.class,
    ProcessPaths.class
})
public @interface EnlistIT {}
