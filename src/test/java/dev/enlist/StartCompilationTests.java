package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class StartCompilationTests {

    @Test
    void theJvmHasTheDirectivesWhileTheNodeStartsAndNotAfterwards() throws JMException {
        String before = directives();
        StartCompilation compilation = new StartCompilation();
        compilation.start();
        await().untilAsserted(() -> assertThat(directives())
                .contains(StartCompilation.METHODS)
                .contains("Exclude:true")
                .contains("-" + StartCompilation.METHODS.get(0)));
        compilation.end();
        assertThat(directives()).isEqualTo(before);
    }

    private static String directives() throws JMException {
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "compilerDirectivesPrint",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
    }
}
