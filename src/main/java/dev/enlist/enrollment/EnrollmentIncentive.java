package dev.enlist.enrollment;

import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.incentive.Incentive;
import dev.enlist.incentive.IncentiveResult;
import dev.enlist.incentive.IncentiveSource;
import dev.enlist.shared.Actor;
import dev.enlist.shared.JsonColumn;
import dev.enlist.shared.Money;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an enrollment is paid: computed with each verdict, fixed at the approval, changed after that by a person only. Either
 * an amount, or the problem because of which there is none.
 */
@Embeddable
public class EnrollmentIncentive {

    @Column(name = "incentive_amount")
    private @Nullable BigDecimal amount;

    @Column(name = "incentive_currency")
    private @Nullable String currency;

    @Column(name = "incentive_source")
    private @Nullable String source;

    @Column(name = "incentive_detail")
    @JsonColumn
    private @Nullable Detail detail;

    @Column(name = "incentive_fixed_at")
    private @Nullable Instant fixedAt;

    /** Time at which a person set the amount. */
    @Column(name = "incentive_set_at")
    private @Nullable Instant setAt;

    protected EnrollmentIncentive() {}

    /**
     * How the amount came about.
     *
     * @param ruleSet slug of the rules that decided; null where a person set the amount
     * @param row     of the table, from 1
     * @param problem why there is no amount
     * @param reason  of the person who set it
     */
    record Detail(
            List<Incentive.Part> parts,
            @Nullable String ruleSet,
            @Nullable Integer ruleVersion,
            @Nullable Integer row,
            @Nullable String problem,
            @Nullable String reason,
            @Nullable String byName) {}

    /** The result of a calculation; empty where the program pays nothing. */
    static Optional<EnrollmentIncentive> of(IncentiveResult computed, RuleSetRef rules) {
        return computed.problem() != null
                ? Optional.of(problem(computed.problem(), rules))
                : computed.amount().map(EnrollmentIncentive::of);
    }

    private static EnrollmentIncentive of(Incentive computed) {
        EnrollmentIncentive made = new EnrollmentIncentive();
        made.amount = computed.money().amount();
        made.currency = computed.money().currency();
        made.source = computed.source().wire();
        RuleSetRef rules = computed.rules();
        made.detail = new Detail(
                computed.parts(),
                rules == null ? null : rules.slug(),
                rules == null ? null : rules.version(),
                computed.row(),
                null,
                null,
                null);
        return made;
    }

    private static EnrollmentIncentive problem(String problem, RuleSetRef rules) {
        EnrollmentIncentive made = new EnrollmentIncentive();
        made.detail = new Detail(List.of(), rules.slug(), rules.version(), null, problem, null, null);
        return made;
    }

    static EnrollmentIncentive setBy(Actor by, Money money, String reason, Instant at, @Nullable Instant fixedAt) {
        EnrollmentIncentive made = new EnrollmentIncentive();
        made.amount = money.amount();
        made.currency = money.currency();
        made.source = IncentiveSource.PERSON.wire();
        made.detail = new Detail(List.of(), null, null, null, null, reason, by.name());
        made.setAt = at;
        made.fixedAt = fixedAt;
        return made;
    }

    /** The same with a further part; of an enrollment without an incentive, this part alone. */
    static EnrollmentIncentive raised(@Nullable EnrollmentIncentive before, Money more, String label, Instant at) {
        EnrollmentIncentive made = new EnrollmentIncentive();
        Detail detail = before == null || before.detail == null
                ? new Detail(List.of(), null, null, null, null, null, null)
                : before.detail;
        List<Incentive.Part> parts = new ArrayList<>(detail.parts());
        parts.add(new Incentive.Part(label, more.amount()));
        made.amount = before == null || before.amount == null ? more.amount() : before.amount.add(more.amount());
        made.currency = more.currency();
        made.source = before == null || before.source == null ? IncentiveSource.CONFIG.wire() : before.source;
        made.detail = new Detail(
                parts, detail.ruleSet(), detail.ruleVersion(), detail.row(), null, detail.reason(), detail.byName());
        made.setAt = before == null ? null : before.setAt;
        made.fixedAt = before == null || before.fixedAt == null ? at : before.fixedAt;
        return made;
    }

    void fix(Instant at) {
        this.fixedAt = at;
    }

    /** Whether a calculation no longer changes the amount. */
    boolean isFinal() {
        return isSetByPerson() || fixedAt != null;
    }

    boolean isSetByPerson() {
        return setAt != null;
    }

    /** Whether the amount or the way to it differs. */
    boolean differsFrom(@Nullable EnrollmentIncentive other) {
        return other == null
                || !money().equals(other.money())
                || !Objects.equals(source, other.source)
                || !Objects.equals(detail, other.detail);
    }

    /** Empty where the amount could not be computed; see {@link #problem}. */
    public Optional<Money> money() {
        return amount == null || currency == null ? Optional.empty() : Optional.of(new Money(amount, currency));
    }

    public Optional<IncentiveSource> source() {
        return Optional.ofNullable(source).map(IncentiveSource::ofWire);
    }

    /** Why the amount could not be computed, for people. */
    public Optional<String> problem() {
        return Optional.ofNullable(detail).map(Detail::problem);
    }

    /** The parts whose sum is the amount; none where a person set it. */
    public List<Incentive.Part> parts() {
        return detail == null ? List.of() : detail.parts();
    }

    /** The version of the rules with whose verdict the amount was computed; empty where a person set it. */
    public Optional<RuleSetRef> rules() {
        return detail == null || detail.ruleSet() == null || detail.ruleVersion() == null
                ? Optional.empty()
                : Optional.of(new RuleSetRef(detail.ruleSet(), detail.ruleVersion()));
    }

    /** The row of the table that decided, from 1. */
    public Optional<Integer> row() {
        return Optional.ofNullable(detail).map(Detail::row);
    }

    /** Reason of the person who set the amount. */
    public Optional<String> reason() {
        return Optional.ofNullable(detail).map(Detail::reason);
    }

    /** Time of the approval, which fixed the amount; empty before it. */
    public Optional<Instant> fixedAt() {
        return Optional.ofNullable(fixedAt);
    }

    /** In one sentence for people. */
    public String explanation() {
        Optional<Money> money = money();
        if (money.isEmpty()) {
            return problem().orElse("There is no amount.");
        }
        if (isSetByPerson() && detail != null) {
            return money.get().text() + ", set by " + detail.byName() + ": " + detail.reason()
                    + parts().stream()
                            .map(part -> ", with " + part.label() + " "
                                    + new Money(part.amount(), money.get().currency()).text())
                            .collect(Collectors.joining());
        }
        return new Incentive(
                        money.get(),
                        source().orElse(IncentiveSource.CONFIG),
                        parts(),
                        rules().orElse(null),
                        row().orElse(null))
                .explanation();
    }
}
