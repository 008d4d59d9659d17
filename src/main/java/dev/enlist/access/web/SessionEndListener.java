package dev.enlist.access.web;

import dev.enlist.shared.access.AccessEnded;
import jakarta.servlet.http.HttpSession;
import jakarta.servlet.http.HttpSessionBindingEvent;
import jakarta.servlet.http.HttpSessionBindingListener;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/** A session attribute that is notified when the session ends: by sign-out, by timeout, or by loss of rights. */
final class SessionEndListener implements HttpSessionBindingListener {

    private static final String ATTRIBUTE = SessionEndListener.class.getName();

    private final AtomicBoolean over = new AtomicBoolean();
    private final ApplicationEventPublisher events;

    private SessionEndListener(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** The listener of the current request's session; without a session, of a new one. */
    static SessionEndListener ofPresentRequest(ApplicationEventPublisher events) {
        HttpSession session = RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
                ? attributes.getRequest().getSession(false)
                : null;
        if (session == null) {
            return new SessionEndListener(events);
        }
        synchronized (session.getId().intern()) {
            if (session.getAttribute(ATTRIBUTE) instanceof SessionEndListener present) {
                return present;
            }
            SessionEndListener made = new SessionEndListener(events);
            session.setAttribute(ATTRIBUTE, made);
            return made;
        }
    }

    boolean isOver() {
        return over.get();
    }

    @Override
    public void valueUnbound(HttpSessionBindingEvent event) {
        over.set(true);
        events.publishEvent(new AccessEnded());
    }
}
