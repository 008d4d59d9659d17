package dev.enlist.process.engine;

import dev.enlist.database.ClockCorrected;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives the engine the time of the application: it takes due timers and locks of jobs by its own clock.
 *
 * <p>Engine internals: the clock of the engine has no public interface. With it alone, a node whose clock is ten minutes ahead takes timers
 * ten minutes early, and jobs that another node has locked.
 */
@Component
class EngineClock {

    @EventListener
    void on(ClockCorrected corrected) {
        if (corrected.correction().isZero()) {
            ClockUtil.reset();
        } else {
            ClockUtil.offset(corrected.correction().toMillis());
        }
    }
}
