package dev.enlist.payout;

import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.JsonColumn;
import jakarta.persistence.Entity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** How a bank wants its file of payments, and how its answers are read. */
@Entity
@Audited(
        subject = "payoutFormat",
        plain = {"name"})
public class PayoutFormat extends AggregateRoot {

    @TenantId
    private @Nullable String workspaceId;

    private String name = "";

    @JsonColumn
    private List<Column> fileColumns = List.of();

    @JsonColumn
    private AnswerColumns answers = AnswerColumns.STANDARD;

    protected PayoutFormat() {}

    PayoutFormat(Details details, Instant at) {
        this.createdAt = at;
        revise(details, at);
    }

    /**
     * A column of the file.
     *
     * @param header name of the column
     * @param value  a member such as {@code amount} or {@code metadata.iban}; or {@code text:} and a constant
     */
    public record Column(String header, String value) {}

    /**
     * The columns of an answer.
     *
     * @param reference column with the reference of the file, which is the id of the payout
     * @param status    column with the result
     * @param statuses  from what the bank writes to {@code paid, failed} or {@code returned}; without regard to case
     * @param reason    column with the reason of a failure; null where there is none
     * @param bankReference column with the bank's own reference; null where there is none
     * @param date      column with the day of the payment, ISO 8601; null where there is none
     */
    public record AnswerColumns(
            String reference,
            String status,
            Map<String, String> statuses,
            @Nullable String reason,
            @Nullable String bankReference,
            @Nullable String date) {

        static final AnswerColumns STANDARD = new AnswerColumns(
                "reference",
                "status",
                Map.of("paid", "paid", "failed", "failed", "returned", "returned"),
                "reason",
                "bankReference",
                "date");
    }

    /** What a caller states. */
    public record Details(String name, List<Column> columns, AnswerColumns answers) {

        /** The format of workspaces that have none for a bank. */
        static final Details STANDARD = new Details(
                "standard",
                List.of(
                        new Column("reference", "reference"),
                        new Column("amount", "amount"),
                        new Column("currency", "currency"),
                        new Column("name", "name"),
                        new Column("email", "email"),
                        new Column("streetOne", "address.streetOne"),
                        new Column("streetTwo", "address.streetTwo"),
                        new Column("city", "address.city"),
                        new Column("state", "address.state"),
                        new Column("postalCode", "address.postalCode"),
                        new Column("applicationNumber", "applicationNumber"),
                        new Column("program", "program")),
                AnswerColumns.STANDARD);
    }

    final void revise(Details details, Instant at) {
        this.name = details.name();
        this.fileColumns = List.copyOf(details.columns());
        AnswerColumns stated = details.answers();
        this.answers = new AnswerColumns(
                stated.reference(),
                stated.status(),
                new LinkedHashMap<>(stated.statuses()),
                stated.reason(),
                stated.bankReference(),
                stated.date());
        this.updatedAt = at;
    }

    public Details details() {
        return new Details(name, fileColumns, answers);
    }
}
