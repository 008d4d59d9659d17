package dev.enlist.payout;

import dev.enlist.payout.PayoutFormat.Details;
import dev.enlist.shared.EntityTags;
import dev.enlist.shared.problem.AlreadyExists;
import dev.enlist.shared.problem.Conflict;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.problem.NotFound;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the formats of banks, which all members of a workspace share. */
@Service
public class PayoutFormatService {

    static final int MOST = 100;

    private static final Set<String> RESULTS = Set.of("paid", "failed", "returned");

    private final PayoutFormatRepository formats;
    private final Clock clock;

    PayoutFormatService(PayoutFormatRepository formats, Clock clock) {
        this.formats = formats;
        this.clock = clock;
    }

    @Transactional(readOnly = true)
    public List<PayoutFormat> list() {
        return formats.findAll(Sort.by("id"));
    }

    @Transactional(readOnly = true)
    public PayoutFormat read(String id) {
        return formats.findById(id).orElseThrow(() -> new NotFound("payout format"));
    }

    /** The format of a batch, or the standard one. @param id null for the standard format */
    @Transactional(readOnly = true)
    public Details detailsOf(@Nullable String id) {
        return id == null
                ? Details.STANDARD
                : formats.findById(id).map(PayoutFormat::details).orElse(Details.STANDARD);
    }

    /**
     * @throws AlreadyExists where a format has this name
     * @throws Conflict      {@code too-many-formats}
     */
    @Transactional
    public PayoutFormat create(Details details) {
        check(details);
        if (formats.count() >= MOST) {
            throw new Conflict("too-many-formats", "A workspace has at most " + MOST + " formats. Delete one first.");
        }
        return stored(new PayoutFormat(details, clock.instant()), details.name());
    }

    /** @param change computes the requested details from the present ones */
    @Transactional
    public PayoutFormat revise(String id, @Nullable String ifMatch, UnaryOperator<Details> change) {
        PayoutFormat format = read(id);
        EntityTags.check(ifMatch, format.version());
        Details details = change.apply(format.details());
        check(details);
        format.revise(details, clock.instant());
        return stored(format, details.name());
    }

    @Transactional
    public void delete(String id, @Nullable String ifMatch) {
        PayoutFormat format = read(id);
        EntityTags.check(ifMatch, format.version());
        formats.delete(format);
    }

    private PayoutFormat stored(PayoutFormat format, String name) {
        try {
            return formats.saveAndFlush(format);
        } catch (DataIntegrityViolationException e) {
            throw new AlreadyExists("payout format", "name", name);
        }
    }

    private static void check(Details details) {
        List<Fault> faults = new ArrayList<>();
        Set<String> headers = new HashSet<>();
        for (int index = 0; index < details.columns().size(); index++) {
            PayoutFormat.Column column = details.columns().get(index);
            if (!headers.add(column.header())) {
                faults.add(new Fault("/columns/" + index + "/header", "is used by an earlier column"));
            }
            if (!PayoutFileColumn.isValue(column.value())) {
                faults.add(new Fault(
                        "/columns/" + index + "/value",
                        "must be one of " + PayoutFileColumn.choices()
                                + ", program, metadata.<name>, or text: and a constant"));
            }
        }
        if (details.columns().stream().noneMatch(column -> column.value().equals("reference"))) {
            faults.add(new Fault(
                    "/columns", "need one with the value reference; the answers of the bank are matched by it"));
        }
        details.answers().statuses().forEach((written, result) -> {
            if (!RESULTS.contains(result)) {
                faults.add(
                        new Fault(Fault.pointerTo("answers", "statuses", written), "must be paid, failed or returned"));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidInput(faults);
        }
    }
}
