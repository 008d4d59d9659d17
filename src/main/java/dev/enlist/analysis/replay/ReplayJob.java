package dev.enlist.analysis.replay;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.eligibility.RulesFailed;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.jobs.JobOutcome;
import dev.enlist.jobs.WorkspaceJob;
import dev.enlist.tenancy.ChunkSizePolicy;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Runs queued replays. A chunk is one transaction: it locks the row of the queue and stores flips and counts together
 * with the position. So a node may crash at any moment, and the next node continues exactly after the last chunk. While
 * one chunk is decided, on as many threads as there are processors, the next is read ahead.
 */
@Component
class ReplayJob implements WorkspaceJob, DisposableBean {

    static final String KIND = "replay";

    static final int CHUNK = 20_000;

    private static final int CANDIDATES = 2_000;
    private static final int FIRST_CHUNK = 1_000;
    private static final int PREPARED = 4;
    private static final int MOST_ATTEMPTS = 3;
    private static final Logger LOG = LoggerFactory.getLogger(ReplayJob.class);

    /** A chunk that was read ahead. */
    private record Ahead(Place place, CompletableFuture<List<RecordedDecisionReader.Recorded>> chunk) {}

    private record Place(String replayId, String instance, String after, int rows) {}

    private final ReplayStore store;
    private final ChunkSizePolicy sizes = new ChunkSizePolicy(FIRST_CHUNK, CHUNK);
    private final RecordedDecisionReader recorded;
    private final RuleSetService ruleSets;
    private final RulesEngine engine;
    private final Clock clock;
    private final TransactionTemplate transaction;
    private final int threads = Runtime.getRuntime().availableProcessors();
    private final ExecutorService deciders = Executors.newFixedThreadPool(threads, work -> daemon(work, "decider"));
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> daemon(work, "reader"));
    private final AtomicReference<@Nullable Ahead> ahead = new AtomicReference<>();
    private final Cache<String, CompiledTable> tables =
            Caffeine.newBuilder().maximumSize(PREPARED).build();
    private final Cache<String, Integer> attempts =
            Caffeine.newBuilder().maximumSize(100).build();

    ReplayJob(
            ReplayStore store,
            RecordedDecisionReader recorded,
            RuleSetService ruleSets,
            RulesEngine engine,
            Clock clock,
            PlatformTransactionManager transactions) {
        this.store = store;
        this.recorded = recorded;
        this.ruleSets = ruleSets;
        this.engine = engine;
        this.clock = clock;
        this.transaction = new TransactionTemplate(transactions);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, "replay-" + name);
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome runChunk() {
        AtomicReference<@Nullable String> inHand = new AtomicReference<>();
        try {
            return Objects.requireNonNull(transaction.execute(status -> store.lockNext()
                    .map(work -> {
                        inHand.set(work.id());
                        chunk(work);
                        return JobOutcome.more();
                    })
                    .orElseGet(() -> JobOutcome.busyIf(store.isOpen()))));
        } catch (RuntimeException e) {
            String id = inHand.get();
            if (id == null) {
                throw e;
            }
            LOG.warn("A chunk of replay {} failed", id, e);
            if (attempts.asMap().merge(id, 1, Integer::sum) >= MOST_ATTEMPTS) {
                transaction.executeWithoutResult(
                        status -> store.end(id, "failed", "The replay was stopped after an error.", clock.instant()));
            }
            return JobOutcome.more();
        }
    }

    private void chunk(ReplayStore.Work work) {
        if (work.isNew()) {
            store.begin(work.id());
        }
        if (work.isOfCandidates()) {
            candidates(work);
        } else {
            enrollments(work);
        }
    }

    private void enrollments(ReplayStore.Work work) {
        CompiledTable table = table(work.id(), work.dmn());
        String instance = work.instances().get(work.instancesDone());
        int size = sizes.rows(work.id());
        List<RecordedDecisionReader.Recorded> rows = read(new Place(work.id(), instance, work.position(), size), table);
        boolean through = rows.size() < size;
        String position = through ? "" : rows.get(rows.size() - 1).enrollmentId();
        int done = work.instancesDone() + (through ? 1 : 0);
        boolean last = done == work.instances().size();
        if (!last) {
            // the size of the current chunk; where the size changes, the chunk is read again
            readAhead(new Place(work.id(), work.instances().get(done), position, size), table);
        }
        sizes.measured(
                work.id(),
                size,
                any -> store.advance(work, decided(table, rows, work.flips()), done, position, last, clock.instant()));
    }

    private List<RecordedDecisionReader.Recorded> read(Place place, CompiledTable table) {
        Ahead read = ahead.getAndSet(null);
        return read != null && read.place().equals(place) ? join(read.chunk()) : next(place, table);
    }

    /** Decisions of enrollments created before the replay was requested; its id contains that time. */
    private List<RecordedDecisionReader.Recorded> next(Place place, CompiledTable table) {
        return recorded.next(place.instance(), place.after(), place.replayId(), place.rows(), table.places());
    }

    private void readAhead(Place place, CompiledTable table) {
        WorkspaceRef workspace = WorkspaceScope.current();
        ahead.set(new Ahead(
                place,
                CompletableFuture.supplyAsync(() -> WorkspaceScope.in(workspace, () -> next(place, table)), reader)));
    }

    private ReplayChunk decided(CompiledTable table, List<RecordedDecisionReader.Recorded> rows, int flipsBefore) {
        List<CompiledTable.Answer> answers = together(rows, row -> table.answer(row.inputs()));
        List<Integer> flipped = new ArrayList<>();
        ReplayChunk chunk = new ReplayChunk();
        chunk.processed(rows.size());
        for (int i = 0; i < rows.size(); i++) {
            if (!answers.get(i).isFailure()) {
                compareAmounts(rows.get(i), answers.get(i), chunk);
            }
            if (answers.get(i).isFailure()) {
                chunk.failed();
            } else if (!answers.get(i).status().equals(rows.get(i).decided())) {
                flipped.add(i);
            }
        }
        if (flipped.isEmpty()) {
            return chunk;
        }
        Map<String, @Nullable String[]> inputs = recorded.inputs(
                flipped.stream().map(i -> rows.get(i).enrollmentId()).toList(), table.placesOfReason());
        List<@Nullable String> reasons = together(flipped, i -> {
            @Nullable String[] seen = inputs.get(rows.get(i).enrollmentId());
            return seen == null ? null : table.reason(answers.get(i), seen);
        });
        for (int n = 0; n < flipped.size(); n++) {
            RecordedDecisionReader.Recorded row = rows.get(flipped.get(n));
            // erased since it was read
            if (!inputs.containsKey(row.enrollmentId())) {
                continue;
            }
            chunk.flip(
                    new Replay.Flip(
                            flipsBefore + n + 1,
                            row.enrollmentId(),
                            null,
                            row.reference(),
                            new Replay.Verdict(row.decided(), row.code(), row.rule()),
                            verdict(answers.get(flipped.get(n))),
                            reasons.get(n)),
                    row.status(),
                    row.state(),
                    row.manufacturers().isEmpty()
                            ? List.of()
                            : List.of(row.manufacturers().split("\\|")));
        }
        return chunk;
    }

    /** A row that states no amount leaves that of the configuration, which the recorded enrollment has. */
    private static void compareAmounts(
            RecordedDecisionReader.Recorded row, CompiledTable.Answer answer, ReplayChunk chunk) {
        BigDecimal before = pays(row.decided()) ? row.amount() : null;
        BigDecimal stated = answer.amount() != null || row.statedByRules() ? answer.amount() : row.amount();
        BigDecimal after = pays(answer.status()) ? stated : null;
        String currency = answer.currency() == null ? row.currency() : answer.currency();
        if (row.currency() != null && !row.currency().equals(currency)) {
            chunk.amount(before, null, row.currency());
            chunk.amount(null, after, currency);
        } else {
            chunk.amount(before, after, currency);
        }
    }

    private static boolean pays(String status) {
        return !status.equals("ineligible");
    }

    /** Compares with the verdict of the latest version. */
    private void candidates(ReplayStore.Work work) {
        CompiledTable draft = table(work.id(), work.dmn());
        int latest = Objects.requireNonNull(ruleSets.latest(work.ruleSet()));
        String published = ruleSets.version(work.ruleSet(), latest).dmn();
        CompiledTable before = table(work.ruleSet() + " " + latest + work.id(), published);
        int after = work.position().isEmpty() ? 0 : Integer.parseInt(work.position());
        int size = Math.min(CANDIDATES, sizes.rows(work.id()));
        List<ReplayStore.Numbered> rows = store.candidates(work.id(), after, size);
        ReplayChunk chunk = new ReplayChunk();
        sizes.measured(work.id(), size, any -> candidates(work, rows, draft, before, chunk));
        boolean last = rows.size() < size;
        int position = rows.isEmpty() ? after : rows.get(rows.size() - 1).number();
        store.advance(work, chunk, 0, String.valueOf(position), last, clock.instant());
    }

    private static void candidates(
            ReplayStore.Work work,
            List<ReplayStore.Numbered> rows,
            CompiledTable draft,
            CompiledTable before,
            ReplayChunk chunk) {
        chunk.processed(rows.size());
        for (ReplayStore.Numbered row : rows) {
            try {
                CompiledTable.Answer from =
                        CompiledTable.of(before.decide(row.candidate().inputs()));
                var decision = draft.decide(row.candidate().inputs());
                CompiledTable.Answer to = CompiledTable.of(decision);
                chunk.amount(
                        pays(from.status()) ? from.amount() : null,
                        pays(to.status()) ? to.amount() : null,
                        to.currency());
                if (!from.status().equals(to.status())) {
                    chunk.flip(
                            new Replay.Flip(
                                    work.flips() + chunk.flips().size() + 1,
                                    null,
                                    null,
                                    row.candidate().reference(),
                                    verdict(from),
                                    verdict(to),
                                    decision.verdict().reason()),
                            null,
                            String.valueOf(row.candidate().inputs().getOrDefault("state", "")),
                            makers(row.candidate().inputs().get("manufacturerSlugs")));
                }
            } catch (RulesFailed e) {
                chunk.failed();
            }
        }
    }

    private static List<String> makers(@Nullable Object slugs) {
        return slugs instanceof List<?> list
                ? list.stream().filter(Objects::nonNull).map(Object::toString).toList()
                : List.of();
    }

    private static Replay.Verdict verdict(CompiledTable.Answer answer) {
        return new Replay.Verdict(answer.status(), answer.code(), answer.rule());
    }

    private CompiledTable table(String key, String dmn) {
        return Objects.requireNonNull(tables.get(key, any -> new CompiledTable(dmn, engine)));
    }

    /** Applies a function to each row, on every processor, and keeps the order. */
    private <S, T extends @Nullable Object> List<T> together(List<S> rows, Function<S, T> work) {
        int share = (rows.size() + threads - 1) / threads;
        List<CompletableFuture<List<T>>> shares = IntStream.range(0, threads)
                .mapToObj(n -> rows.subList(Math.min(n * share, rows.size()), Math.min((n + 1) * share, rows.size())))
                .map(part -> CompletableFuture.supplyAsync(() -> each(part, work), deciders))
                .toList();
        List<T> all = new ArrayList<>(rows.size());
        shares.forEach(done -> all.addAll(join(done)));
        return all;
    }

    private static <S, T extends @Nullable Object> List<T> each(List<S> rows, Function<S, T> work) {
        List<T> done = new ArrayList<>(rows.size());
        rows.forEach(row -> done.add(work.apply(row)));
        return done;
    }

    private static <T> T join(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @Override
    public void destroy() {
        deciders.shutdownNow();
        reader.shutdownNow();
    }
}
