package dev.enlist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.event.ApplicationStartedEvent;

class HeapReturnListenerTests {

    @Test
    void collectsOnceAndLeavesTheOptionsOfTheHeapAsTheyWere() {
        List<String> before = options();
        long collections = collections();
        new HeapReturnListener().onApplicationEvent(mock(ApplicationStartedEvent.class));
        assertThat(collections()).isGreaterThan(collections);
        assertThat(options()).isEqualTo(before);
    }

    private static List<String> options() {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        return List.of(
                jvm.getVMOption("MinHeapFreeRatio").getValue(),
                jvm.getVMOption("MaxHeapFreeRatio").getValue());
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }
}
