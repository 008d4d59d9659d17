import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.*;
import java.net.http.*;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.time.*;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.*;
import java.util.concurrent.*;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.*;
import java.util.regex.*;

/**
 * Takes every rebate of New York's Drive Clean program through Enlist, as an API client would: a program, a rule set,
 * an instance, one enrollment per rebate, submission, and a reviewer's first decisions. Then it asks the server what
 * it holds and compares that with every answer it was given on the way.
 */
public class DriveClean {

    private static final String SLUG = "ny-drive-clean";
    private static final String AMOUNTS = "ny-drive-clean-amounts";
    private static final int BUDGET = 40_000_000;
    private static final int APPROVE_EVERY = 3;
    private static final int REJECT_EVERY = 50;
    private static final int PER_PAGE = 500;
    private static final int SILENCE_ENDS_THE_RUN = 20;
    private static final int TOP_COUNTIES = 10;
    private static final int RETURN_EVERY = 500;
    private static final String METRIC = "ghgTons";

    private final Options options;
    private final Api api;
    private final Map<Integer, Enrolled> enrolled = new ConcurrentSkipListMap<>(); // by row, so in the file's order
    private final Queue<Refusal> refusals = new ConcurrentLinkedQueue<>();
    private final Queue<Long> createNanos = new ConcurrentLinkedQueue<>();
    private final AtomicInteger silences = new AtomicInteger();
    private final AtomicInteger rowServerErrors = new AtomicInteger();

    DriveClean(Options options) {
        this.options = options;
        this.api = new Api(options.url(), options.key());
    }

    public static void main(String[] args) {
        try {
            System.exit(new DriveClean(Options.parse(args)).run() ? 0 : 1);
        } catch (Failure failure) {
            System.err.println(failure.getMessage());
            System.exit(2);
        }
    }

    boolean run() {
        List<Rebate> rebates = Rebate.read(options.csv(), options.limit());
        print("%,d rows of %s, %d clients, %s",
                rebates.size(), options.csv().getFileName(), options.clients(), options.url());
        String instance = prepare();

        phase("enroll", rebates, rebate -> enroll(instance, rebate));
        printCreateLatency();
        phase("submit", withStatus("eligible"), e -> move(e, instance, "submit", null));
        List<Enrolled> approve = new ArrayList<>();
        List<Enrolled> reject = new ArrayList<>();
        int position = 0;
        for (Enrolled submitted : withStatus("submitted")) {
            position++;
            if (position % REJECT_EVERY == 0) {
                reject.add(submitted);
            } else if (position % APPROVE_EVERY == 0) {
                approve.add(submitted);
            }
        }
        phase("approve", approve, e -> move(e, instance, "approve", "Dealer paperwork complete"));
        phase("reject", reject, e -> move(e, instance, "reject", "Proof of registration missing"));

        printRefusals();
        boolean verified = verify(rebates.size(), instance);
        return options.amounts() ? pay(instance) & verified : verified;
    }

    private String rules() {
        return options.amounts() ? AMOUNTS : SLUG;
    }

    // --- with --amounts: what the rules pay, beside what the State paid

    /** Compares each amount with the file, adds up dollars and tons by county, and pays what is due. */
    private boolean pay(String instance) {
        int agree = 0;
        int without = 0;
        BigDecimal byRules = BigDecimal.ZERO;
        BigDecimal byState = BigDecimal.ZERO;
        Map<String, Integer> differences = new TreeMap<>();
        Map<String, County> counties = new TreeMap<>();
        String after = "";
        do {
            Answer page = api.get("/programInstances/" + instance + "/enrollments?after="
                    + URLEncoder.encode(after, StandardCharsets.UTF_8) + "&perPage=" + PER_PAGE);
            require(page.ok(), "list the enrollments", page);
            for (Object entry : page.list("data")) {
                String amount = Json.text(entry, "incentive", "amount");
                BigDecimal paid = new BigDecimal(Json.text(entry, "meta", "rebateAmount"));
                byState = byState.add(paid);
                if (amount == null) {
                    without++;
                    continue;
                }
                BigDecimal ruled = new BigDecimal(amount);
                byRules = byRules.add(ruled);
                if (ruled.compareTo(paid) == 0) {
                    agree++;
                } else {
                    differences.merge(Json.text(entry, "meta", "model") + ": the rules say " + plain(ruled)
                            + ", the State paid " + plain(paid), 1, Integer::sum);
                }
                if ("approved".equals(Json.text(entry, "eligibility", "status"))) {
                    counties.computeIfAbsent(String.valueOf(Json.text(entry, "meta", "county")), name -> new County())
                            .add(ruled, new BigDecimal(Json.text(entry, "meta", "annualGhgReductionTons")));
                }
            }
            after = page.text("next");
        } while (after != null);
        int compared = agree + differences.values().stream().mapToInt(Integer::intValue).sum();
        print("%namounts: %,d of %,d agree with the file (%.2f %%), %,d have none; sum by the rules $%,.0f, by the State $%,.0f",
                agree, compared, compared == 0 ? 0.0 : agree * 100.0 / compared, without, byRules, byState);
        differences.entrySet().stream().sorted((a, b) -> b.getValue() - a.getValue()).forEach(difference ->
                print("  %,5d %s", difference.getValue(), difference.getKey()));

        County all = new County();
        counties.values().forEach(all::add);
        print("%napproved, by county%n  %-16s %8s %14s %12s %14s", "county", "rebates", "dollars", "tons a year",
                "dollars a ton");
        counties.entrySet().stream().sorted((a, b) -> b.getValue().dollars.compareTo(a.getValue().dollars))
                .limit(options.counties() == null ? TOP_COUNTIES : Integer.MAX_VALUE)
                .forEach(county -> print("  %-16s %s", county.getKey(), county.getValue()));
        print("  %-16s %s", "all " + counties.size(), all);
        if (options.counties() != null) {
            write(options.counties(), counties);
        }
        return payBatches(instance, all) & compareOutcomes(instance, all);
    }

    /** The rebates of one county. */
    static final class County {
        int rebates;
        BigDecimal dollars = BigDecimal.ZERO;
        BigDecimal tons = BigDecimal.ZERO;

        void add(BigDecimal amount, BigDecimal saved) {
            rebates++;
            dollars = dollars.add(amount);
            tons = tons.add(saved);
        }

        void add(County other) {
            rebates += other.rebates;
            dollars = dollars.add(other.dollars);
            tons = tons.add(other.tons);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%,8d %,14.0f %,12.2f %,14.2f", rebates, dollars, tons,
                    tons.signum() == 0 ? BigDecimal.ZERO : dollars.divide(tons, 2, RoundingMode.HALF_UP));
        }
    }

    private static void write(Path file, Map<String, County> counties) {
        StringBuilder csv = new StringBuilder("county,rebates,dollars,tonsPerYear\n");
        counties.forEach((name, county) -> csv.append(name).append(',').append(county.rebates).append(',')
                .append(plain(county.dollars)).append(',').append(plain(county.tons)).append('\n'));
        try {
            Files.writeString(file, csv);
        } catch (IOException e) {
            throw new Failure("Cannot write " + file + ": " + e);
        }
    }

    /**
     * Builds batches of all that is due; with the key of a second person releases them and answers for the bank, which pays all
     * but every {@value #RETURN_EVERY}th: those come back.
     */
    private boolean payBatches(String instance, County approved) {
        long began = System.nanoTime();
        int batches = 0;
        int payments = 0;
        BigDecimal built = BigDecimal.ZERO;
        BigDecimal returned = BigDecimal.ZERO;
        while (true) {
            Answer batch = api.post("/payoutBatches", instance + "-batch-" + batches,
                    Json.object("programInstanceIds", List.of(instance)));
            if (batch.says("nothing-due")) {
                break;
            }
            require(batch.ok(), "build a batch", batch);
            batches++;
            payments += Integer.parseInt(batch.text("count"));
            built = built.add(new BigDecimal(batch.text("total")));
            if (options.secondKey() != null) {
                returned = returned.add(release(batch.text("id")));
            }
        }
        printPhase("pay", payments, began);
        Answer pool = api.get("/programInstances/" + instance + "/capacity");
        require(pool.ok(), "read the budget", pool);
        print("%nbudget: limit %s, reserved %s, committed %s, available %s",
                pool.text("limit"), pool.text("reserved"), pool.text("committed"), pool.text("available"));
        print("batches: %,d with %,d payments of $%,.0f, %s", batches, payments, built, options.secondKey() == null
                ? "not released: ENLIST_SECOND_KEY is not set"
                : String.format(Locale.ROOT, "released by a second person; the bank paid $%,.0f and returned $%,.0f",
                        built.subtract(returned), returned));
        boolean committed = check(approved.dollars.compareTo(new BigDecimal(pool.text("committed"))) == 0,
                "the budget has %s committed, the approved enrollments add up to %s",
                pool.text("committed"), plain(approved.dollars));
        boolean due = check(approved.dollars.compareTo(built) == 0 && approved.rebates == payments,
                "%,d payments of %s in batches, for %,d approved enrollments", payments, plain(built), approved.rebates);
        Answer consistency = api.get("/actuator/consistency");
        return committed & due & check(consistency.ok() && "true".equals(consistency.text("consistent")),
                "/actuator/consistency after the payments answers %d, consistent: %s",
                consistency.status(), consistency.text("consistent"));
    }

    /** Releases a batch, and gives the answers of a bank. Returns the sum of what came back. */
    private BigDecimal release(String batch) {
        Answer released = api.withKey(options.secondKey()).post("/payoutBatches/" + batch + "/release", batch + "-release", Map.of());
        require(released.ok(), "release a batch", released);
        StringBuilder answers = new StringBuilder("reference,status,reason\n");
        BigDecimal returned = BigDecimal.ZERO;
        Answer file = api.get("/payoutBatches/" + batch + "/file");
        require(file.ok(), "read the file for the bank", file);
        List<List<String>> rows = Csv.parse(file.raw());
        int reference = rows.get(0).indexOf("reference");
        int amount = rows.get(0).indexOf("amount");
        if (reference < 0 || amount < 0) {
            throw new Failure("The file of the batch has no column reference or amount: " + rows.get(0));
        }
        for (int row = 1; row < rows.size(); row++) {
            boolean back = row % RETURN_EVERY == 0;
            answers.append(rows.get(row).get(reference)).append(back ? ",returned,Account closed\n" : ",paid,\n");
            returned = back ? returned.add(new BigDecimal(rows.get(row).get(amount))) : returned;
        }
        Answer answered = api.post("/payoutBatches/" + batch + "/answers", batch + "-answers",
                Json.object("csv", answers.toString()));
        require(answered.ok() && "completed".equals(answered.text("status")), "answer for the bank", answered);
        return returned;
    }

    /** The tons that the server reports as deemed outcomes, beside the sum of the file. They are computed in the background. */
    private boolean compareOutcomes(String instance, County approved) {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        BigDecimal reported = BigDecimal.ZERO;
        long until = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        do {
            Answer report = api.get("/reports/outcomes?programInstanceId=" + instance + "&metric=" + METRIC
                    + "&from=" + today.minusDays(1) + "&to=" + today.plusDays(366));
            require(report.ok(), "read the report of outcomes", report);
            Object metric = report.list("data").stream().findFirst()
                    .map(row -> ((Map<?, ?>) row).get("metrics")).filter(List.class::isInstance)
                    .flatMap(metrics -> ((List<?>) metrics).stream().findFirst().map(Object.class::cast)).orElse(null);
            if (metric != null && String.valueOf(approved.rebates).equals(Json.text(metric, "count"))) {
                reported = new BigDecimal(Json.text(metric, "sum"));
                print("outcomes: %s values of %s, %s tons deemed within a year, $%s a ton", Json.text(metric, "count"), METRIC,
                        plain(reported), Json.text(metric, "cost", "perUnit"));
                break;
            }
            Api.sleep(Duration.ofSeconds(1));
        } while (System.nanoTime() < until);
        BigDecimal difference = reported.subtract(approved.tons).abs();
        return check(difference.compareTo(new BigDecimal("0.01")) <= 0,
                "the report of outcomes has %s tons, the approved rows of the file add up to %s",
                plain(reported), plain(approved.tons));
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    // --- what an administrator does once

    private String prepare() {
        String run = UUID.randomUUID().toString();
        if (!api.get("/programs/" + SLUG).ok()) {
            Answer created = api.post("/programs", run + "-program", Json.object(
                    "slug", SLUG, "name", "New York Drive Clean Rebate",
                    "description", "A rebate for New Yorkers who buy or lease a new electric car.",
                    "states", List.of("NY"), "active", true, "visibility", "private", "type", "rebate", "year", 2020));
            require(created.ok() || created.says("already-exists"), "create the program", created);
        }
        print("program    %s", SLUG);
        prepareRuleSet(run);

        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Answer created = api.post("/programInstances", run + "-instance", Json.object(
                "programSlug", SLUG, "title", "Drive Clean rebates, run of " + now,
                "description", "The published rebates of New York's Drive Clean program, enrolled one by one.",
                "eligibilityCriteria", "A new battery-electric or plug-in hybrid car, bought or leased in New York.",
                "programTerms", "Example data: the rebates are real, the applicants are generated.",
                "ruleSet", Json.object("slug", rules(), "version", "latest"),
                "config", options.amounts() ? Json.object("outcomes", Json.object("metrics", List.of(Json.object(
                        "name", METRIC, "label", "Greenhouse gas saved", "unit", "t", "method", "deemed",
                        "formula", "metadata.annualGhgReductionTons", "months", 12)))) : null,
                "capacity", options.amounts()
                        ? Json.object("pricingModel", "budget",
                                "budget", Json.object("amount", BUDGET, "currency", "USD"))
                        : null));
        require(created.ok() && created.text("id") != null, "create the program instance", created);
        print("instance   %s", created.text("id"));
        return created.text("id");
    }

    /** Enlist ships the rule set; a workspace without it gets it from the project's table. */
    private void prepareRuleSet(String run) {
        Answer versions = api.get("/ruleSets/" + rules() + "/versions");
        if (versions.ok() && !versions.list("data").isEmpty()) {
            print("rule set   %s, latest of %d", rules(), versions.list("data").size());
            return;
        }
        String table;
        try {
            table = Files.readString(options.rules());
        } catch (IOException e) {
            throw new Failure("The server has no rule set " + rules() + ", and its table cannot be read: " + e);
        }
        Answer created = api.post("/ruleSets", run + "-rules",
                Json.object("slug", rules(), "name", options.amounts() ? "New York Drive Clean, amounts" : "New York Drive Clean"));
        require(created.ok() || created.says("already-exists"), "create the rule set", created);
        Answer saved = api.put("/ruleSets/" + rules() + "/draft", "application/xml", table);
        require(saved.ok(), "save the draft of the rule set", saved);
        Answer published = api.post("/ruleSets/" + rules() + "/draft/publish", run + "-publish",
                Json.object("note", "First version, published by the Drive Clean example"));
        require(published.ok(), "publish the rule set", published);
        print("rule set   %s, published", rules());
    }

    private void require(boolean done, String what, Answer answer) {
        if (!done) {
            throw new Failure("Could not " + what + ": " + answer.problem() + " (" + options.url() + ")");
        }
    }

    // --- what happens to each row

    private void enroll(String instance, Rebate rebate) {
        String path = "/programInstances/" + instance + "/enrollments";
        Answer answer = api.post(path, key(instance, rebate.row(), ""), rebate.application());
        rowServerErrors.addAndGet(answer.serverErrors());
        if (answer.ok() && answer.text("id") != null) {
            createNanos.add(answer.nanos());
            String status = answer.text("eligibility", "status");
            enrolled.put(rebate.row(), new Enrolled(rebate.row(), answer.text("id"), status));
        } else {
            refuse(rebate.row(), "enroll", answer);
        }
    }

    private void move(Enrolled enrollment, String instance, String action, String reason) {
        String path = "/enrollments/" + enrollment.id() + "/" + action;
        Answer answer = api.post(path, key(instance, enrollment.row(), "-" + action), Json.object("reason", reason));
        rowServerErrors.addAndGet(answer.serverErrors());
        if (answer.ok()) {
            String status = answer.text("eligibility", "status");
            enrolled.put(enrollment.row(), new Enrolled(enrollment.row(), enrollment.id(), status));
        } else {
            refuse(enrollment.row(), action, answer);
        }
    }

    private static String key(String instance, int row, String suffix) {
        return instance + "-row-" + row + suffix;
    }

    private void refuse(int row, String step, Answer answer) {
        refusals.add(new Refusal(row, step, answer.code(), answer.problem()));
        if (answer.status() == 0) {
            silences.incrementAndGet();
        }
    }

    private List<Enrolled> withStatus(String status) {
        return enrolled.values().stream().filter(e -> status.equals(e.status())).toList();
    }

    /** Gives the work to a fixed number of clients, each with one request under way, and prints the time it took. */
    private <T> void phase(String name, List<T> work, Consumer<T> step) {
        long began = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        ExecutorService clients = Executors.newFixedThreadPool(options.clients());
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < options.clients(); client++) {
            running.add(clients.submit(() -> {
                for (int i = next.getAndIncrement(); i < work.size(); i = next.getAndIncrement()) {
                    if (silences.get() >= SILENCE_ENDS_THE_RUN) {
                        throw new Failure("The server stopped answering during " + name + "; the run ends here.");
                    }
                    step.accept(work.get(i));
                }
            }));
        }
        clients.shutdown();
        try {
            for (Future<?> client : running) {
                client.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new Failure("Interrupted during " + name);
        }
        printPhase(name, work.size(), began);
    }

    // --- what the server says in the end

    private boolean verify(int rowsSent, String instance) {
        long began = System.nanoTime();
        Map<String, String> listed = new HashMap<>(); // id to status
        Map<String, Tally> byStatus = new TreeMap<>();
        Map<String, Tally> byCode = new TreeMap<>();
        int entries = 0;
        String after = "";
        do {
            Answer page = api.get("/programInstances/" + instance + "/enrollments?after="
                    + URLEncoder.encode(after, StandardCharsets.UTF_8) + "&perPage=" + PER_PAGE);
            require(page.ok(), "list the enrollments", page);
            for (Object entry : page.list("data")) {
                String status = Json.text(entry, "eligibility", "status");
                String code = Json.text(entry, "eligibility", "code");
                String reason = Json.text(entry, "eligibility", "reason");
                listed.put(Json.text(entry, "id"), status);
                byStatus.computeIfAbsent(String.valueOf(status), s -> new Tally("")).count++;
                byCode.computeIfAbsent(status + " / " + (code == null ? "-" : code), c -> new Tally(reason)).count++;
                entries++;
            }
            if (page.text("totalPages") != null || after.equals(page.text("next"))) {
                throw new Failure("The list does not walk by key: no new \"next\" after \"" + after + "\"");
            }
            after = page.text("next");
        } while (after != null);
        printPhase("list", entries, began);

        print("%nAs the server reports them%n  %-40s %8s", "status", "count");
        byStatus.forEach((status, tally) -> print("  %-40s %,8d", status, tally.count));
        print("%n  %-40s %8s  %s", "status / reason code", "count", "reason (of the first)");
        byCode.forEach((code, tally) -> print("  %-40s %,8d  %s", code, tally.count, tally.reason));

        List<Enrolled> changed = enrolled.values().stream()
                .filter(e -> e.status() == null || !e.status().equals(listed.get(e.id())))
                .toList();
        changed.stream().limit(10).forEach(e -> print("  row %d (%s): answered %s, listed %s",
                e.row(), e.id(), e.status(), listed.get(e.id())));
        Answer consistency = api.get("/actuator/consistency");
        print("%nconsistency: %s", consistency.status() == 0 ? consistency.problem() : consistency.raw());

        boolean adds = check(entries == rowsSent && listed.size() == rowsSent,
                "%,d listed under %,d ids, for %,d rows sent", entries, listed.size(), rowsSent);
        boolean agrees = check(changed.isEmpty(), "%,d of %,d enrollments differ from the last answer about them",
                changed.size(), enrolled.size());
        boolean calm = check(rowServerErrors.get() == 0, "%,d server errors (5xx) while working on rows, %,d retries",
                rowServerErrors.get(), api.retries());
        boolean consistent = check(consistency.ok() && "true".equals(consistency.text("consistent")),
                "/actuator/consistency answers %d, consistent: %s",
                consistency.status(), consistency.text("consistent"));
        return adds && agrees && calm && consistent;
    }

    private static boolean check(boolean good, String what, Object... values) {
        print((good ? "ok    " : "FAIL  ") + what, values);
        return good;
    }

    private void printRefusals() {
        Map<String, Integer> byCode = new TreeMap<>();
        refusals.forEach(refusal -> byCode.merge(refusal.step() + " / " + refusal.code(), 1, Integer::sum));
        print("%nrefused: %,d %s", refusals.size(), refusals.isEmpty() ? "" : byCode);
        refusals.stream().sorted(Comparator.comparingInt(Refusal::row)).limit(10)
                .forEach(r -> print("  row %d, %s: %s", r.row(), r.step(), r.problem()));
    }

    private void printCreateLatency() {
        long[] sorted = createNanos.stream().mapToLong(Long::longValue).sorted().toArray();
        if (sorted.length > 0) {
            print("           create call p50 %.1f ms, p99 %.1f ms", percentile(sorted, 50), percentile(sorted, 99));
        }
    }

    /** Nearest rank, in milliseconds. */
    private static double percentile(long[] sorted, int percent) {
        return sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1] / 1e6;
    }

    private static void printPhase(String name, int count, long began) {
        double seconds = (System.nanoTime() - began) / 1e9;
        print("%-10s %,8d in %7.1f s %,8.0f per second", name, count, seconds, count / seconds);
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }

    // --- the words of this example

    /** An enrollment as the last answer about it described it. */
    record Enrolled(int row, String id, String status) {}

    record Refusal(int row, String step, String code, String problem) {}

    static final class Tally {
        final String reason;
        int count;

        Tally(String reason) {
            this.reason = reason == null ? "" : reason;
        }
    }

    /** Something the person at the keyboard has to mend; its message is all they see. */
    static final class Failure extends RuntimeException {
        Failure(String message) {
            super(message);
        }
    }

    record Options(Path csv, Path rules, boolean amounts, Path counties, int limit, int clients, URI url, String key,
            String secondKey) {
        static final String USAGE = "usage: run FILE.csv [--limit N] [--clients N] [--rules FILE.dmn]"
                + " [--amounts FILE.dmn [--counties FILE.csv]]";

        static Options parse(String[] args) {
            Path csv = null;
            Path rules = Path.of("dmn", SLUG + ".dmn");
            boolean amounts = false;
            Path counties = null;
            int limit = Integer.MAX_VALUE;
            int clients = 8;
            for (int i = 0; i < args.length; i++) {
                switch (args[i]) {
                    case "--limit" -> limit = number(args, ++i, Integer.MAX_VALUE);
                    case "--clients" -> clients = number(args, ++i, 256);
                    case "--rules" -> rules = Path.of(value(args, ++i));
                    case "--amounts" -> {
                        rules = Path.of(value(args, ++i));
                        amounts = true;
                    }
                    case "--counties" -> counties = Path.of(value(args, ++i));
                    default -> {
                        if (csv != null || args[i].startsWith("--")) {
                            throw new Failure("Unexpected: " + args[i] + "\n" + USAGE);
                        }
                        csv = Path.of(args[i]);
                    }
                }
            }
            if (csv == null) {
                throw new Failure(USAGE);
            }
            String key = System.getenv().getOrDefault("ENLIST_API_KEY", "");
            if (key.isBlank()) {
                throw new Failure("ENLIST_API_KEY is not set.");
            }
            String url = System.getenv().getOrDefault("ENLIST_URL", "http://localhost:8080").replaceAll("/+$", "");
            if (!url.matches("https?://[^\\s/]+\\S*")) {
                throw new Failure("ENLIST_URL is not an http address: " + url);
            }
            String second = System.getenv().getOrDefault("ENLIST_SECOND_KEY", "");
            return new Options(csv, rules, amounts, counties, limit, clients, URI.create(url), key,
                    second.isBlank() ? null : second);
        }

        private static String value(String[] args, int i) {
            if (i >= args.length) {
                throw new Failure(args[i - 1] + " needs a value\n" + USAGE);
            }
            return args[i];
        }

        private static int number(String[] args, int i, int most) {
            String value = value(args, i);
            if (!value.matches("[1-9][0-9]{0,8}") || Integer.parseInt(value) > most) {
                throw new Failure(args[i - 1] + " needs a whole number from 1 to " + most + ", not " + value);
            }
            return Integer.parseInt(value);
        }
    }

    /** One line of the file, and the applicant made up for it: the State publishes no names. */
    record Rebate(int row, Map<String, String> cells) {
        private static final List<String> COLUMNS = List.of("Submitted Date", "Make", "Model", "County", "ZIP",
                "EV Type", "Transaction Type", "Annual GHG Emissions Reductions (MT CO2e)",
                "Annual Petroleum Reductions (gallons)", "Rebate Amount (USD)");
        private static final DateTimeFormatter US_DATE = DateTimeFormatter.ofPattern("MM/dd/yyyy");
        private static final String[] FIRST = ("Alma Boris Clara Daniel Edith Felix Greta Hugo Irene Jonas Kira Leo"
                + " Maya Nora Oscar Paula Quentin Rosa Simon Tessa Ugo Vera Walter Yara").split(" ");
        private static final String[] LAST = ("Archer Barnes Carver Dalton Ellery Foster Granger Harper Ingram Jarvis"
                + " Keller Lawson Mercer Norwood Osborne Porter Quimby Ramsey Sawyer Thatcher Upton Vance Weaver")
                .split(" ");

        static List<Rebate> read(Path file, int limit) {
            List<List<String>> records;
            try {
                records = Csv.parse(Files.readString(file));
            } catch (IOException e) {
                throw new Failure("Cannot read " + file + ": " + e);
            }
            List<String> header = records.isEmpty() ? List.of() : records.get(0);
            if (!header.containsAll(COLUMNS)) {
                List<String> missing = COLUMNS.stream().filter(c -> !header.contains(c)).toList();
                throw new Failure(file + " is not the rebate file: it has no column " + missing);
            }
            List<Rebate> rebates = new ArrayList<>();
            for (int row = 1; row < records.size() && row <= limit; row++) {
                List<String> cells = records.get(row);
                if (cells.size() != header.size()) {
                    throw new Failure("Row " + row + " has " + cells.size() + " cells, not " + header.size());
                }
                Map<String, String> named = new HashMap<>();
                for (int i = 0; i < cells.size(); i++) {
                    named.put(header.get(i), cells.get(i).strip());
                }
                Rebate rebate = new Rebate(row, named);
                rebate.application(); // a cell that cannot be read ends the run before anything is sent
                rebates.add(rebate);
            }
            return rebates;
        }

        Map<String, Object> application() {
            String first = FIRST[row % FIRST.length];
            String last = LAST[row / FIRST.length % LAST.length];
            return Json.object(
                    "identificationType", "customerInfo", "firstName", first, "lastName", last,
                    "email", (first + "." + last + "." + row + "@example.com").toLowerCase(Locale.ROOT),
                    "address", Json.object("state", "NY", "postalCode", cell("ZIP"), "country", "US"),
                    "manufacturerSlugs", List.of(kebab(cells.get("Make"))),
                    "referenceId", "row-" + row,
                    "metadata", Json.object(
                            "evType", cell("EV Type"),
                            "transactionType", cells.get("Transaction Type").toLowerCase(Locale.ROOT),
                            "model", cell("Model"),
                            "county", cell("County"),
                            "submittedDate", read("Submitted Date", c -> LocalDate.parse(c, US_DATE).toString()),
                            "annualGhgReductionTons",
                            read("Annual GHG Emissions Reductions (MT CO2e)", BigDecimal::new),
                            "annualGasolineReductionGallons",
                            read("Annual Petroleum Reductions (gallons)", BigDecimal::new),
                            "rebateAmount", read("Rebate Amount (USD)", BigDecimal::new)));
        }

        /** An empty cell is left out, not sent as an empty text. */
        private String cell(String column) {
            return cells.get(column).isEmpty() ? null : cells.get(column);
        }

        private <T> T read(String column, Function<String, T> reader) {
            try {
                return cell(column) == null ? null : reader.apply(cell(column));
            } catch (RuntimeException e) {
                throw new Failure("Row " + row + ": cannot read " + column + " \"" + cell(column) + "\"");
            }
        }

        private static String kebab(String name) {
            return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        }
    }

    /** RFC 4180: quoted cells may hold commas, line ends and doubled quotes. */
    static final class Csv {
        private static final Pattern CELL =
                Pattern.compile("(?:\"([^\"]*+(?:\"\"[^\"]*+)*+)\"|([^\",\\r\\n]*+))(,|\\r?\\n|\\z)");

        static List<List<String>> parse(String text) {
            List<List<String>> records = new ArrayList<>();
            List<String> cells = new ArrayList<>();
            Matcher cell = CELL.matcher(text);
            for (int at = text.startsWith("\uFEFF") ? 1 : 0; at < text.length() || !cells.isEmpty(); at = cell.end()) {
                if (!cell.find(at) || cell.start() != at) {
                    throw new Failure("Row " + records.size() + ": a quote is missing or stands where none may stand.");
                }
                cells.add(cell.group(1) != null ? cell.group(1).replace("\"\"", "\"") : cell.group(2));
                if (!cell.group(3).equals(",")) {
                    if (!cells.equals(List.of(""))) { // an empty line is no record
                        records.add(cells);
                    }
                    cells = new ArrayList<>();
                }
            }
            return records;
        }
    }

    /** What came back; status 0 means that nothing did. */
    record Answer(int status, String raw, Object body, long nanos, int serverErrors) {
        boolean ok() {
            return status >= 200 && status < 300;
        }

        boolean says(String code) {
            return code.equals(text("code"));
        }

        String code() {
            return text("code") != null ? text("code") : status == 0 ? "no-answer" : "http-" + status;
        }

        String text(String... path) {
            return Json.text(body, path);
        }

        List<?> list(String name) {
            return body instanceof Map<?, ?> map && map.get(name) instanceof List<?> list ? list : List.of();
        }

        String problem() {
            if (status == 0) {
                return raw;
            }
            List<String> parts = new ArrayList<>(Arrays.asList("HTTP " + status, code(), text("detail")));
            list("errors").forEach(e -> parts.add(Json.text(e, "pointer") + " " + Json.text(e, "message")));
            return String.join(", ", parts.stream().filter(part -> part != null).toList());
        }
    }

    /**
     * Enlist over HTTP. Every POST carries an idempotency key, so asking again after a lost answer, a 429 or a 5xx
     * does the work once.
     */
    static final class Api {
        private static final int ATTEMPTS = 3;
        private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

        private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(10)).build();
        private final AtomicInteger retries = new AtomicInteger();
        private final URI url;
        private final String key;

        Api(URI url, String key) {
            this.url = url;
            this.key = key;
        }

        Api withKey(String other) {
            return new Api(url, other);
        }

        int retries() {
            return retries.get();
        }

        Answer get(String path) {
            return send(request(path).GET().build());
        }

        Answer put(String path, String contentType, String body) {
            return send(request(path).header("Content-Type", contentType).PUT(BodyPublishers.ofString(body)).build());
        }

        Answer post(String path, String idempotencyKey, Map<String, Object> body) {
            return send(request(path).header("Content-Type", "application/json")
                    .header("Idempotency-Key", idempotencyKey)
                    .POST(BodyPublishers.ofString(Json.write(body))).build());
        }

        private HttpRequest.Builder request(String path) {
            return HttpRequest.newBuilder(URI.create(url + path)).timeout(Duration.ofSeconds(60))
                    .header("Authorization", "Bearer " + key)
                    .header("Accept", "application/json, application/problem+json, text/csv");
        }

        private Answer send(HttpRequest request) {
            int serverErrors = 0;
            for (int attempt = 1; ; attempt++) {
                Duration pause = Duration.ofMillis(200L << attempt);
                long began = System.nanoTime();
                try {
                    HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
                    long nanos = System.nanoTime() - began;
                    serverErrors += response.statusCode() >= 500 ? 1 : 0;
                    Object body = Json.readOrNull(response.body());
                    Answer answer = new Answer(response.statusCode(), response.body(), body, nanos, serverErrors);
                    if (attempt == ATTEMPTS || !worthAsking(answer, attempt)) {
                        return answer;
                    }
                    pause = response.headers().firstValue("Retry-After").filter(s -> s.matches("[0-9]{1,5}"))
                            .map(s -> Duration.ofSeconds(Long.parseLong(s))).orElse(pause);
                } catch (IOException e) {
                    if (attempt == ATTEMPTS) {
                        return new Answer(0, "no answer: " + e, null, System.nanoTime() - began, serverErrors);
                    }
                } catch (InterruptedException e) {
                    throw new Failure("Interrupted");
                }
                retries.incrementAndGet();
                sleep(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
            }
        }

        /** The 409 is the server's word for "your first attempt is still running". */
        private static boolean worthAsking(Answer answer, int attempt) {
            return answer.status() >= 500 || answer.status() == 429
                    || answer.status() == 409 && attempt > 1 && answer.code().contains("idempotency");
        }

        private static void sleep(Duration pause) {
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                throw new Failure("Interrupted");
            }
        }
    }

    /** As much JSON as this example needs: maps, lists, texts, numbers, booleans and null. */
    static final class Json {
        private static final Pattern TOKEN =
                Pattern.compile("\\s*+([{}\\[\\],:]|\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"|[-+.\\w]++)");
        private static final Pattern ESCAPE = Pattern.compile("\\\\(u\\p{XDigit}{4}|.)");

        private final Matcher tokens;
        private int at;

        private Json(String text) {
            this.tokens = TOKEN.matcher(text);
        }

        /** Names and values in turn; what is null is left out. */
        static Map<String, Object> object(Object... namesAndValues) {
            Map<String, Object> object = new LinkedHashMap<>();
            for (int i = 0; i < namesAndValues.length; i += 2) {
                if (namesAndValues[i + 1] != null) {
                    object.put((String) namesAndValues[i], namesAndValues[i + 1]);
                }
            }
            return object;
        }

        static String text(Object json, String... path) {
            Object value = json;
            for (String name : path) {
                value = value instanceof Map<?, ?> map ? map.get(name) : null;
            }
            return value == null ? null : value.toString();
        }

        static String write(Object value) {
            if (value instanceof Map<?, ?> map) {
                return "{" + String.join(",", map.entrySet().stream()
                        .map(e -> write(e.getKey()) + ":" + write(e.getValue())).toList()) + "}";
            }
            if (value instanceof Collection<?> list) {
                return "[" + String.join(",", list.stream().map(Json::write).toList()) + "]";
            }
            if (value instanceof BigDecimal number) {
                return number.toPlainString();
            }
            if (value instanceof Number || value instanceof Boolean) {
                return value.toString();
            }
            StringBuilder quoted = new StringBuilder("\"");
            for (char c : value.toString().toCharArray()) {
                if (c == '"' || c == '\\') {
                    quoted.append('\\').append(c);
                } else if (c < ' ') {
                    quoted.append(String.format("\\u%04x", (int) c));
                } else {
                    quoted.append(c);
                }
            }
            return quoted.append('"').toString();
        }

        /** Null too where the text is no JSON: a proxy's error page, say. */
        static Object readOrNull(String text) {
            try {
                Json json = new Json(text);
                Object value = json.value(json.token());
                return json.at == text.stripTrailing().length() ? value : null;
            } catch (IllegalArgumentException e) {
                return null;
            }
        }

        private Object value(String token) {
            switch (token) {
                case "{" -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    for (String name = token(); !name.equals("}"); name = afterElement("}")) {
                        expect(token(), ":");
                        map.put(unquote(name), value(token()));
                    }
                    return map;
                }
                case "[" -> {
                    List<Object> list = new ArrayList<>();
                    for (String first = token(); !first.equals("]"); first = afterElement("]")) {
                        list.add(value(first));
                    }
                    return list;
                }
                case "true", "false" -> {
                    return Boolean.valueOf(token);
                }
                case "null" -> {
                    return null;
                }
                default -> {
                    return token.startsWith("\"") ? unquote(token) : new BigDecimal(token);
                }
            }
        }

        private String afterElement(String bracket) {
            String token = token();
            if (token.equals(bracket)) {
                return token;
            }
            expect(token, ",");
            return token();
        }

        private String token() {
            if (!tokens.find(at) || tokens.start() != at) {
                throw new IllegalArgumentException("no JSON at " + at);
            }
            at = tokens.end();
            return tokens.group(1);
        }

        private static void expect(String token, String wanted) {
            if (!token.equals(wanted)) {
                throw new IllegalArgumentException("expected " + wanted + ", found " + token);
            }
        }

        private static String unquote(String token) {
            expect(token.substring(0, 1), "\"");
            return ESCAPE.matcher(token.substring(1, token.length() - 1)).replaceAll(escape -> {
                String code = escape.group(1);
                int plain = "nrtbf".indexOf(code.charAt(0));
                String value = code.length() == 5 ? "" + (char) Integer.parseInt(code.substring(1), 16)
                        : plain >= 0 ? "\n\r\t\b\f".substring(plain, plain + 1) : code;
                return Matcher.quoteReplacement(value);
            });
        }
    }
}
