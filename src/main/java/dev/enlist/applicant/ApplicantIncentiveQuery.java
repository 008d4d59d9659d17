package dev.enlist.applicant;

import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentIncentive;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.payout.Payout;
import dev.enlist.payout.PayoutService;
import dev.enlist.payout.PayoutStatus;
import dev.enlist.shared.Money;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Reads what an applicant gets, and where the payments are. No statement where the program pays nothing. */
@Component
class ApplicantIncentiveQuery {

    private final PayoutService payouts;

    ApplicantIncentiveQuery(PayoutService payouts) {
        this.payouts = payouts;
    }

    Optional<ApplicationStatus.Incentive> of(Enrollment enrollment, Locale locale) {
        boolean granted = enrollment.status() == EnrollmentStatus.APPROVED;
        boolean shown = granted
                || enrollment.status() == EnrollmentStatus.SUBMITTED
                || enrollment.status() == EnrollmentStatus.UNENROLLED;
        return enrollment
                .incentive()
                .flatMap(EnrollmentIncentive::money)
                .filter(money -> shown && money.isPositive())
                .map(money ->
                        new ApplicationStatus.Incentive(text(money, locale), granted, payments(enrollment, locale)))
                .filter(found -> enrollment.status() != EnrollmentStatus.UNENROLLED
                        || !found.payments().isEmpty());
    }

    private List<ApplicationStatus.Payment> payments(Enrollment enrollment, Locale locale) {
        return enrollment.status() == EnrollmentStatus.SUBMITTED
                ? List.of()
                : payouts.ofEnrollment(enrollment.getId()).stream()
                        .filter(payout -> payout.status() != PayoutStatus.CANCELLED)
                        .map(payout -> payment(payout, locale))
                        .toList();
    }

    private static ApplicationStatus.Payment payment(Payout payout, Locale locale) {
        String amount = text(payout.money(), locale);
        return switch (payout.status()) {
            case SENT ->
                new ApplicationStatus.Payment(amount, "sent", payout.sentAt().orElse(null));
            case PAID ->
                new ApplicationStatus.Payment(amount, "paid", payout.settledAt().orElse(null));
            case FAILED, RETURNED ->
                new ApplicationStatus.Payment(
                        amount, "failed", payout.settledAt().orElse(null));
            case DUE, SCHEDULED, CANCELLED -> new ApplicationStatus.Payment(amount, "preparing", null);
        };
    }

    private static String text(Money money, Locale locale) {
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(money.currency()));
        format.setMinimumFractionDigits(Money.decimals(money.currency()));
        format.setMaximumFractionDigits(Money.decimals(money.currency()));
        return format.format(money.amount());
    }
}
