package dev.enlist.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.capacity.PoolTerms;
import dev.enlist.capacity.WaitlistTerms;
import dev.enlist.customer.Address;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentFilter;
import dev.enlist.enrollment.EnrollmentQueries;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentService.Step;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.program.InFlight;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewInstance;
import dev.enlist.program.NewProgram;
import dev.enlist.program.ProgramDetails;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.program.RulePolicy;
import dev.enlist.program.Visibility;
import dev.enlist.shared.Actor;
import dev.enlist.shared.Money;
import dev.enlist.shared.ScopedClock;
import dev.enlist.shared.json.StrictJson;
import dev.enlist.shared.paging.ListQuery;
import dev.enlist.tenancy.WorkspaceRef;
import dev.enlist.tenancy.WorkspaceScope;
import dev.enlist.workflow.WorkflowService;
import dev.enlist.workflow.model.WorkflowKind;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Sort;
import org.springframework.stereotype.Component;

/**
 * Loads a few programs of the kinds Enlist is made for, and people in every status, through the same services that all
 * callers use. The names are invented and the e-mail addresses belong to reserved domains (RFC 2606).
 */
@Component
class DemoData {

    private static final Actor DEMO = Actor.process("demo", "Demo data");
    /** What applicants and staff read about a program, by its short name. */
    private static final Map<String, String> DESCRIPTIONS = Map.of(
            "nyc-battery-program",
            "Your home battery helps the grid on hot days and pays you for it. A reserve always stays with you.",
            "ny-drive-clean",
            "Up to $2,000 back when you buy or lease an electric car in New York.",
            "ca-dsgs",
            "Your battery supports the grid during a few events each summer, and you are paid for each.",
            "time-of-use-rates",
            "Electricity costs less outside the evening peak. The first year cannot cost you more than before.",
            "home-efficiency",
            "Help with insulation and heat pumps, with savings that are measured and verified.",
            "mentorship",
            "Learn towards a goal of your own with an experienced colleague at your side.",
            "community-solar",
            "A share of a solar farm lowers your bill, without a roof of your own.");

    private static final String TERMS =
            "Participation is voluntary and may be ended at any time. Rebates are paid after verification.";

    private static final long SEED = 4711;

    /** Slug of the organization's own workflow. */
    private static final String WORKFLOW = "shared-roof-review";

    /** Enough for three years: the forecast names a date. */
    private static final int BATTERY_SEATS = 900;

    /** Fewer than the applicants: the last ones wait in line. */
    private static final int REBATES = 400;

    /** Participants of a program with measured outcomes and activities. */
    private static final int MEASURED = 60;

    private static final DemoHistoryWriter.Week FIRST_WEEK =
            new DemoHistoryWriter.Week(DayOfWeek.THURSDAY, DayOfWeek.TUESDAY);
    private static final DemoHistoryWriter.Week OTHER_WEEK =
            new DemoHistoryWriter.Week(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

    /** How long ago the campaign started. */
    private static final int CAMPAIGN_DAYS = 120;

    private final ProgramService programs;
    private final ProgramInstanceService instances;
    private final AdmissionService admissions;
    private final EnrollmentService enrollments;
    private final DemoTeamInitializer team;
    private final DemoCampaignInitializer campaign;
    private final DemoHistoryWriter history;
    private final DemoReviewInitializer desk;
    private final DemoIncidentInitializer incidents;
    private final DemoFormInitializer forms;
    private final DemoPayoutInitializer payouts;
    private final DemoOutcomeInitializer outcomes;
    private final DemoActivityInitializer activities;
    private final EnrollmentQueries queries;
    private final WorkflowService workflows;
    private final StrictJson json;
    private final Clock clock;

    DemoData(
            ProgramService programs,
            ProgramInstanceService instances,
            AdmissionService admissions,
            EnrollmentService enrollments,
            DemoTeamInitializer team,
            DemoCampaignInitializer campaign,
            DemoHistoryWriter history,
            DemoReviewInitializer desk,
            DemoIncidentInitializer incidents,
            DemoFormInitializer forms,
            DemoPayoutInitializer payouts,
            DemoOutcomeInitializer outcomes,
            DemoActivityInitializer activities,
            EnrollmentQueries queries,
            WorkflowService workflows,
            StrictJson json,
            Clock clock) {
        this.programs = programs;
        this.instances = instances;
        this.admissions = admissions;
        this.enrollments = enrollments;
        this.team = team;
        this.campaign = campaign;
        this.history = history;
        this.desk = desk;
        this.incidents = incidents;
        this.forms = forms;
        this.payouts = payouts;
        this.outcomes = outcomes;
        this.activities = activities;
        this.queries = queries;
        this.workflows = workflows;
        this.json = json;
        this.clock = clock;
    }

    /**
     * The programs that the history and the first request need, without people.
     *
     * @param battery   program instance for first requests
     * @param beginning when they were opened
     * @param people    how many people applied in the past; 0 for none
     */
    record Opened(String battery, String rebate, String mentorship, Instant beginning, int people) {}

    /** Loads everything into the workspace in scope and returns the id of the instance for first requests. */
    String load(WorkspaceRef workspace, int people) {
        Opened opened = open(people);
        fill(workspace, opened);
        return opened.battery();
    }

    /** Opens the programs in the workspace in scope. Takes less than a second. */
    Opened open(int people) {
        Instant now = clock.instant();
        Instant beginning = people == 0
                ? now
                : LocalDate.ofInstant(now, ZoneOffset.UTC)
                        .minusDays(DemoHistoryWriter.DAYS + 1L)
                        .atTime(9, 0)
                        .toInstant(ZoneOffset.UTC);
        return new Opened(
                ScopedClock.at(beginning, () -> openBattery(people > 0 ? PoolTerms.seats(BATTERY_SEATS) : null)),
                ScopedClock.at(beginning, () -> openDriveClean(people > 0 ? PoolTerms.seats(REBATES) : null)),
                ScopedClock.at(beginning, this::openMentorship),
                beginning,
                people);
    }

    /** Loads the people, their history and the other programs into the workspace in scope. */
    void fill(WorkspaceRef workspace, Opened opened) {
        PhaseTimer times = new PhaseTimer();
        // before the history, which uses up the rebates
        times.run("first rebates", () -> ScopedClock.run(opened.beginning(), () -> driveClean(opened.rebate())));
        if (opened.people() > 0) {
            history(
                    times,
                    workspace,
                    opened.people(),
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC),
                    opened.beginning(),
                    opened.battery(),
                    opened.rebate(),
                    opened.mentorship());
            // before the next applications, which send mails
            times.run("forms", () -> {
                forms.publish(opened.battery(), "home-battery");
                forms.publish(opened.rebate(), "drive-clean");
                forms.publish(opened.mentorship(), "find-a-mentor");
            });
        }
        times.run("people of today", () -> {
            battery(opened.battery());
            demandSideGridSupport();
            timeOfUse();
            efficiency();
            mentorship(opened.mentorship());
        });
        times.run("incidents", this::communitySolar);
        times.log("Demo data");
    }

    private void history(
            PhaseTimer times,
            WorkspaceRef workspace,
            int people,
            LocalDate today,
            Instant beginning,
            String battery,
            String rebate,
            String mentorship) {
        Random random = new Random(SEED);
        DemoPeople applicants = new DemoPeople(random, 0);
        // of other numbers, so that no two people have the same e-mail address and phone
        DemoPeople others = new DemoPeople(new Random(SEED + 1), people);
        Random ofOthers = new Random(SEED + 2);
        List<Actor> reviewers = times.in("team", () -> ScopedClock.at(beginning, () -> team.reviewers(workspace)));
        Instant campaignStart = today.minusDays(CAMPAIGN_DAYS).atTime(10, 0).toInstant(ZoneOffset.UTC);
        String cohort = times.in("campaign", () -> ScopedClock.at(campaignStart, campaign::start));
        List<DemoHistoryWriter.Track> half = List.of(
                new DemoHistoryWriter.Track(
                        battery, people * 44 / 100, 0, 0.86, () -> batteryOwner(applicants, random)),
                new DemoHistoryWriter.Track(
                        cohort,
                        people * 7 / 100,
                        DemoHistoryWriter.DAYS - CAMPAIGN_DAYS,
                        0.9,
                        () -> mentee(applicants)));
        List<DemoHistoryWriter.Track> otherHalf = List.of(
                new DemoHistoryWriter.Track(rebate, people * 32 / 100, 0, 0.8, () -> driver(others, ofOthers)),
                new DemoHistoryWriter.Track(mentorship, people * 17 / 100, 0, 0.93, () -> mentee(others)));
        List<String> waiting = times.in(
                "history",
                () -> together(
                        () -> history.write(half, FIRST_WEEK, reviewers, today),
                        () -> WorkspaceScope.in(
                                workspace, () -> history.write(otherHalf, OTHER_WEEK, reviewers, today))));
        List<NewEnrollment> twice = List.of(
                batteryOwner(applicants, random), batteryOwner(applicants, random), batteryOwner(applicants, random));
        times.run("duplicates", () -> {
            admissions.enrollAll(battery, twice, true, DEMO);
            admissions.enrollAll(battery, twice.stream().map(applicants::again).toList(), true, DEMO);
        });
        times.run("reviews", () -> {
            team.absences(reviewers);
            desk.fill(waiting, reviewers);
        });
        times.run("payouts", () -> payouts.pay(battery, reviewers.get(0), reviewers.get(1), clock.instant()));
        List<Enrollment> owners = firstApproved(battery);
        List<Enrollment> mentees = firstApproved(mentorship);
        times.run("outcomes", () -> {
            outcomes.measure(owners, today, random);
            outcomes.mentor(mentees, today, random);
        });
        times.run("activities", () -> {
            activities.events(battery, owners, today, random);
            activities.sessions(mentorship, mentees, today, random);
        });
    }

    /** The results of both, in the order of ids. The second one runs in another thread: the first start has two cores. */
    private static List<String> together(Supplier<List<String>> one, Supplier<List<String>> other) {
        FutureTask<List<String>> task = new FutureTask<>(other::get);
        Thread thread = new Thread(task, "demo-data-2");
        thread.setDaemon(true);
        thread.start();
        List<String> all = new ArrayList<>(one.get());
        try {
            all.addAll(task.get());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The demo data was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Half of the history of the demo data failed", e.getCause());
        }
        Collections.sort(all);
        return all;
    }

    /** The participants who are longest in a program. */
    private List<Enrollment> firstApproved(String programInstanceId) {
        EnrollmentFilter approved =
                new EnrollmentFilter(List.of(EnrollmentStatus.APPROVED), null, null, null, null, null, null, null);
        return queries.list(
                        programInstanceId,
                        new ListQuery(0, MEASURED, null, Sort.by("createdAt", "id")),
                        approved,
                        enrollment -> enrollment)
                .data();
    }

    private static NewEnrollment batteryOwner(DemoPeople applicants, Random random) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        if (random.nextInt(40) > 0) {
            metadata.put("monthlyKwh", 220 + random.nextInt(900));
        }
        List<String> makers = random.nextInt(25) == 0
                ? List.of("acme")
                : List.of(applicants.pick(List.of("tesla", "enphase", "generac")));
        return applicants.newYorker(9, makers, random.nextInt(5) == 0 ? List.of("community") : List.of(), metadata);
    }

    private static NewEnrollment driver(DemoPeople applicants, Random random) {
        return applicants.newYorker(
                12,
                List.of(applicants.pick(List.of("tesla", "chevrolet", "toyota", "hyundai", "ford"))),
                random.nextInt(4) == 0 ? List.of("lease") : List.of(),
                car(random.nextInt(3) == 0 ? "PHEV" : "BEV", random.nextInt(4) == 0 ? "lease" : "purchase"));
    }

    private static NewEnrollment mentee(DemoPeople applicants) {
        return applicants.anywhere(List.of(applicants.pick(List.of("newcomer", "returning", "student"))), Map.of());
    }

    private String openBattery(@Nullable PoolTerms capacity) {
        program("nyc-battery-program", "NYC Battery Program", "vpp", List.of("NY"));
        return instance(
                "nyc-battery-program",
                "NYC Battery Program - ConEd customers",
                "A home battery of a supported maker, in New York, using 300 kWh a month or more.",
                "eligibility-default",
                Map.of(
                        "eligibility",
                        Map.of("manufacturers", List.of("tesla", "enphase", "generac"), "minMonthlyKwh", 300),
                        "outcomes",
                        DemoOutcomeInitializer.ofBatteries(),
                        "incentive",
                        Map.of(
                                "amount",
                                500,
                                "currency",
                                "USD",
                                "additions",
                                List.of(Map.of(
                                        "label",
                                        "community program",
                                        "amount",
                                        150,
                                        "when",
                                        "list contains(tags, \"community\")")))),
                capacity,
                WaitlistTerms.NONE);
    }

    private void battery(String id) {
        approved(enroll(id, "Amara", "Okafor", "NY", "10001", List.of("tesla"), Map.of("monthlyKwh", 820)));
        approved(enroll(id, "Luis", "Ortega", "NY", "11201", List.of("enphase"), Map.of("monthlyKwh", 540)));
        Enrollment left =
                approved(enroll(id, "Hannah", "Weiss", "NY", "10467", List.of("generac"), Map.of("monthlyKwh", 460)));
        enrollments.unenroll(left.getId(), null, Step.because("Moved to another state"), ExitKind.VOLUNTARY, DEMO);
        submitted(enroll(id, "Priya", "Raman", "NY", "11373", List.of("tesla"), Map.of("monthlyKwh", 610)));
        submitted(enroll(id, "Tomasz", "Nowak", "NY", "10301", List.of("enphase"), Map.of("monthlyKwh", 390)));
        submitted(enroll(id, "Grace", "Chen", "NY", "11354", List.of("tesla"), Map.of("monthlyKwh", 1120)));
        Enrollment declined =
                submitted(enroll(id, "Owen", "Brandt", "NY", "10025", List.of("generac"), Map.of("monthlyKwh", 700)));
        enrollments.reject(declined.getId(), null, Step.because("Incomplete information"), DEMO);
        enroll(id, "Noor", "Haddad", "NY", "11211", List.of("tesla"), Map.of("monthlyKwh", 480));
        enroll(id, "Ezra", "Levin", "NY", "10013", List.of("enphase"), Map.of());
        enroll(id, "Maya", "Johnson", "NJ", "07030", List.of("tesla"), Map.of("monthlyKwh", 560));
        enroll(id, "Victor", "Silva", "NY", "10033", List.of("acme"), Map.of("monthlyKwh", 515));
        enroll(id, "Ines", "Moreau", "NY", "10128", List.of("tesla"), Map.of("monthlyKwh", 140));
        admissions.enroll(
                id, person("Femi", "Adeyemi", "NY", "11226", List.of("tesla"), Map.of("monthlyKwh", 505)), false, DEMO);
    }

    private String openDriveClean(@Nullable PoolTerms capacity) {
        program("ny-drive-clean", "New York Drive Clean Rebate", "rebate", List.of("NY"));
        return instance(
                "ny-drive-clean",
                "Drive Clean Rebate",
                "A new electric car from a participating dealer, kept for 36 months.",
                "ny-drive-clean",
                Map.of(
                        "incentive",
                        Map.of("formula", "if metadata.evType = \"BEV\" then 2000 else 1100", "currency", "USD")),
                capacity,
                WaitlistTerms.of(capacity != null));
    }

    private void driveClean(String id) {
        approved(enroll(id, "Samuel", "Boateng", "NY", "14607", List.of("chevrolet"), car("BEV", "purchase")));
        submitted(enroll(id, "Lena", "Fischer", "NY", "12207", List.of("toyota"), car("PHEV", "lease")));
        enroll(id, "Diego", "Ramos", "CT", "06510", List.of("tesla"), car("BEV", "purchase"));
    }

    private void demandSideGridSupport() {
        // operated by the state and public to every organization
        program("ca-dsgs", "Demand Side Grid Support", "demand-response", List.of("CA"), Visibility.PUBLIC);
        String id = instance(
                "ca-dsgs",
                "DSGS - storage aggregation",
                "A battery at home, in California, in no other demand response program.",
                "eligibility-default",
                Map.of("eligibility", Map.of("exclusiveWith", List.of("nyc-battery-program"))));
        approved(enroll(id, "Keiko", "Tanaka", "CA", "94607", List.of("tesla"), Map.of("monthlyKwh", 450)));
        enroll(id, "Ruth", "Abrams", "CA", "90012", List.of("enphase"), Map.of("monthlyKwh", 520));
        enroll(id, "Paul", "Dubois", "NV", "89101", List.of("tesla"), Map.of("monthlyKwh", 610));
    }

    private void timeOfUse() {
        program("time-of-use-rates", "Time-of-Use Rates", "time-of-use", List.of("CA", "AZ"));
        String id = instance(
                "time-of-use-rates",
                "Evening saver rate",
                "A residential customer in California or Arizona.",
                "eligibility-default",
                Map.of("eligibility", Map.of("customerTypes", List.of("residential"))));
        approved(enroll(id, "Elena", "Petrova", "AZ", "85004", List.of(), Map.of("customerType", "residential")));
        enroll(id, "Marcus", "Hill", "CA", "92101", List.of(), Map.of("customerType", "industrial"));
    }

    private void efficiency() {
        program("home-efficiency", "Home Energy Efficiency", "energy-efficiency", List.of());
        String id = instance(
                "home-efficiency",
                "Insulation and heat pumps",
                "Any home.",
                "eligibility-default",
                Map.of("incentive", Map.of("amount", 750, "currency", "USD")),
                PoolTerms.budget(Money.of("50000", "USD")),
                WaitlistTerms.NONE);
        submitted(enroll(id, "Aisha", "Khan", "MA", "02139", List.of(), Map.of()));
    }

    private String openMentorship() {
        program("mentorship", "Mentorship", "mentorship", List.of());
        return instance(
                "mentorship",
                "Mentorship - first cohort",
                "Anyone who wants to learn from a mentor.",
                "eligibility-default",
                Map.of("outcomes", DemoOutcomeInitializer.ofMentoring()));
    }

    private void mentorship(String id) {
        approved(enroll(id, "Julia", "Novak", "IL", "60601", List.of(), Map.of()));
        enroll(id, "Ben", "Carter", "IL", "60622", List.of(), Map.of());
    }

    /** Its rules fail for two of its applicants, who wait with an incident. */
    private void communitySolar() {
        incidents.publish();
        workflows.create(WORKFLOW, "Review of shared roofs", WorkflowKind.REVIEW, "review-two-person", DEMO);
        workflows.publish(WORKFLOW, null, "Two people decide", DEMO);
        program("community-solar", "Community Solar", "energy-efficiency", List.of("NY"));
        String id = instance(
                "community-solar",
                "Community solar - Hudson Valley",
                "People in New York without a roof of their own.",
                DemoIncidentInitializer.SLUG,
                Map.of("review", Map.of("workflow", Map.of("slug", WORKFLOW, "version", 1))));
        submitted(enroll(id, "Teodora", "Marković", "NY", "12601", List.of(), Map.of("ownRoof", false)));
        enroll(id, "Anders", "Holm", "NY", "12401", List.of(), Map.of("ownRoof", true));
        enroll(id, "Nadia", "Benali", "NY", "12550", List.of(), Map.of("ownRoof", true));
    }

    private void program(String slug, String name, String type, List<String> states) {
        program(slug, name, type, states, Visibility.PRIVATE);
    }

    private void program(String slug, String name, String type, List<String> states, Visibility visibility) {
        ProgramDetails details = new ProgramDetails(
                slug, name, DESCRIPTIONS.getOrDefault(slug, name), type, states, true, visibility, null, null);
        programs.create(new NewProgram(details, null));
    }

    private String instance(
            String programSlug, String title, String criteria, String rules, Map<String, Object> config) {
        return instance(programSlug, title, criteria, rules, config, null, WaitlistTerms.NONE);
    }

    private String instance(
            String programSlug,
            String title,
            String criteria,
            String rules,
            Map<String, Object> config,
            @Nullable PoolTerms capacity,
            WaitlistTerms waitlist) {
        InstanceDetails details = new InstanceDetails(
                title,
                DESCRIPTIONS.getOrDefault(programSlug, title),
                criteria,
                TERMS,
                null,
                null,
                config,
                new RulePolicy(rules, null, null, null, InFlight.KEEP),
                true,
                null,
                null);
        NewInstance wanted = new NewInstance(
                programSlug,
                null,
                List.of(),
                (ObjectNode) json.write(config),
                details.rules(),
                null,
                details,
                capacity,
                waitlist);
        return instances.create(wanted, DEMO).getId();
    }

    private Enrollment enroll(
            String instanceId,
            String firstName,
            String lastName,
            String state,
            String zip,
            List<String> makers,
            Map<String, Object> metadata) {
        return admissions.enroll(instanceId, person(firstName, lastName, state, zip, makers, metadata), true, DEMO);
    }

    private Enrollment submitted(Enrollment enrollment) {
        if (enrollment.status() != EnrollmentStatus.ELIGIBLE) {
            throw new IllegalStateException("The demo expects an eligible person, but: "
                    + enrollment.reason().orElse(""));
        }
        return enrollments.submit(enrollment.getId(), null, Step.SILENT, DEMO);
    }

    private Enrollment approved(Enrollment enrollment) {
        return enrollments.approve(submitted(enrollment).getId(), null, Step.SILENT, DEMO);
    }

    private static NewEnrollment person(
            String firstName,
            String lastName,
            String state,
            @Nullable String zip,
            List<String> makers,
            Map<String, Object> metadata) {
        String email = DemoPeople.plain(firstName + "." + lastName) + "@example.com";
        return new NewEnrollment(
                IdentificationType.CUSTOMER_INFO,
                null,
                null,
                null,
                firstName,
                lastName,
                email,
                null,
                new Address(null, null, null, state, zip, "US"),
                makers,
                null,
                null,
                null,
                List.of(),
                metadata);
    }

    private static Map<String, Object> car(String evType, String transactionType) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("evType", evType);
        metadata.put("transactionType", transactionType);
        return metadata;
    }
}
