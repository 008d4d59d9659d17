package dev.enlist.enrollment;

import dev.enlist.shared.problem.Conflict;

/** The offer of a place cannot be answered. */
public class WaitlistOfferClosed extends Conflict {

    private WaitlistOfferClosed(String code, String message) {
        super(code, message);
    }

    static WaitlistOfferClosed none() {
        return new WaitlistOfferClosed("no-waitlist-offer", "This enrollment was offered no place from the waitlist.");
    }

    static WaitlistOfferClosed answered(WaitlistOffer.Answer answer) {
        return new WaitlistOfferClosed(
                "waitlist-offer-answered", "The offered place was " + answer.wire() + " already.");
    }

    static WaitlistOfferClosed ended() {
        return new WaitlistOfferClosed(
                "waitlist-offer-ended", "The offer has ended, or the application was decided meanwhile.");
    }
}
