package dev.enlist.enrollment.web;

import dev.enlist.enrollment.WaitlistOffer;
import dev.enlist.enrollment.WaitlistService;
import dev.enlist.shared.Actor;
import dev.enlist.shared.access.Requires;
import dev.enlist.shared.access.Scope;
import dev.enlist.shared.problem.NotFound;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The place that an applicant on the waitlist was offered. */
@RestController
@RequestMapping("/enrollments/{id}/waitlistOffer")
@Tag(name = "Enrollments")
class WaitlistOfferController {

    private final WaitlistService waitlist;

    WaitlistOfferController(WaitlistService waitlist) {
        this.waitlist = waitlist;
    }

    @Requires(value = Scope.ENROLLMENTS_READ, of = Requires.Subject.ENROLLMENT)
    @GetMapping
    @Operation(
            summary = "Read the latest offer of a place",
            description =
                    "The application was submitted when its turn came, and its units are kept until the offer ends. 404"
                            + " where there was no offer.")
    WaitlistOfferResource read(@PathVariable String id) {
        return resource(id);
    }

    @Requires(value = Scope.ENROLLMENTS_WRITE, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/accept")
    @Operation(
            summary = "Accept the offered place for the applicant",
            description =
                    "The units are kept until the decision, as those of each submitted application. no-waitlist-offer,"
                            + " waitlist-offer-answered or waitlist-offer-ended where the offer cannot be answered.")
    WaitlistOfferResource accept(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        waitlist.acceptOffer(id, ifMatch, actor);
        return resource(id);
    }

    @Requires(value = Scope.ENROLLMENTS_UNENROLL, of = Requires.Subject.ENROLLMENT)
    @PostMapping("/decline")
    @Operation(
            summary = "Decline the offered place for the applicant",
            description =
                    "The application is withdrawn, and the next one on the waitlist gets the place. no-waitlist-offer,"
                            + " waitlist-offer-answered or waitlist-offer-ended where the offer cannot be answered.")
    WaitlistOfferResource decline(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @Parameter(hidden = true) Actor actor) {
        waitlist.declineOffer(id, ifMatch, actor);
        return resource(id);
    }

    private WaitlistOfferResource resource(String id) {
        WaitlistOffer offer = waitlist.offer(id).orElseThrow(() -> new NotFound("waitlist offer"));
        return new WaitlistOfferResource(offer.madeAt(), offer.endsAt(), offer.answer(), offer.answeredAt());
    }
}
