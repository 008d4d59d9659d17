package dev.enlist.applicant;

import dev.enlist.enrollment.WaitlistOfferMade;
import dev.enlist.notifications.MessageType;
import dev.enlist.notifications.NotificationService;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Mails the offer of a place to the applicant, in the transaction that makes it. */
@Component
class WaitlistOfferListener {

    private final NotificationService notifications;

    WaitlistOfferListener(NotificationService notifications) {
        this.notifications = notifications;
    }

    @EventListener
    void mail(WaitlistOfferMade offer) {
        notifications.notifyApplicant(offer.enrollmentId(), MessageType.WAITLIST_OFFER);
    }
}
