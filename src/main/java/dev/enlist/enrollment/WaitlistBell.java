package dev.enlist.enrollment;

import dev.enlist.capacity.UnitsReleased;
import dev.enlist.tenancy.BackgroundWork;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Has the line looked at as soon as there are units again, instead of with the next round. */
@Component
class WaitlistBell {

    private final BackgroundWork background;

    WaitlistBell(BackgroundWork background) {
        this.background = background;
    }

    @EventListener
    void on(UnitsReleased released) {
        background.wake();
    }
}
