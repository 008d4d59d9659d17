package dev.enlist.shared.work;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.stereotype.Component;

/** The heartbeats of all threads of this node that work in the background. */
@Component
public class Heartbeats {

    private final List<Heartbeat> all = new CopyOnWriteArrayList<>();

    /**
     * A heartbeat for one thread or one piece of work, which begins now and is forgotten after its end.
     *
     * @param name of the thread, for the log and the operator
     */
    public Heartbeat of(String name) {
        all.removeIf(Heartbeat::isOver);
        Heartbeat heartbeat = new Heartbeat(name);
        all.add(heartbeat);
        return heartbeat;
    }

    Collection<Heartbeat> all() {
        return all;
    }
}
