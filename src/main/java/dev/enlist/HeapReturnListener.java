package dev.enlist;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.VMOption;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

/**
 * Collects the garbage of the start before the node is ready, and returns its memory to the operating system. A JVM keeps
 * the heap that a start took until a full collection, which a node with little load does not have for hours. Afterwards the
 * heap grows and shrinks by the rules of the JVM again.
 *
 * <p>Does nothing if the operator has set one of the options that say how much of the heap stays free, and with a minimum
 * of the heap ({@code -Xms}) the JVM keeps that.
 */
final class HeapReturnListener implements ApplicationListener<ApplicationStartedEvent> {

    /** Percent of the heap that are free after a full collection: at least, at most. */
    private static final List<String> OPTIONS = List.of("MinHeapFreeRatio", "MaxHeapFreeRatio");

    /** A narrow heap: the next requests have a fifth of what lives, and then it grows. */
    private static final List<String> NARROW = List.of("10", "20");

    @Override
    public void onApplicationEvent(ApplicationStartedEvent started) {
        HotSpotDiagnosticMXBean jvm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        List<VMOption> usual = OPTIONS.stream().map(jvm::getVMOption).toList();
        if (usual.stream().anyMatch(option -> option.getOrigin() != VMOption.Origin.DEFAULT)) {
            return;
        }
        // in this order the minimum is never above the maximum
        jvm.setVMOption(OPTIONS.get(0), NARROW.get(0));
        jvm.setVMOption(OPTIONS.get(1), NARROW.get(1));
        System.gc();
        jvm.setVMOption(OPTIONS.get(1), usual.get(1).getValue());
        jvm.setVMOption(OPTIONS.get(0), usual.get(0).getValue());
    }
}
