package dev.enlist.setup;

import dev.enlist.customer.Address;
import dev.enlist.enrollment.AdmissionService;
import dev.enlist.enrollment.Enrollment;
import dev.enlist.enrollment.EnrollmentService;
import dev.enlist.enrollment.EnrollmentService.Step;
import dev.enlist.enrollment.EnrollmentStatus;
import dev.enlist.enrollment.ExitKind;
import dev.enlist.enrollment.IdentificationType;
import dev.enlist.enrollment.NewEnrollment;
import dev.enlist.program.InFlight;
import dev.enlist.program.InstanceDetails;
import dev.enlist.program.NewProgram;
import dev.enlist.program.ProgramDetails;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.program.ProgramService;
import dev.enlist.program.RulePolicy;
import dev.enlist.program.Visibility;
import dev.enlist.shared.Actor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Loads a few programs of the kinds Enlist is made for, and people in every status, through the same services that all
 * callers use. The names are invented and the e-mail addresses belong to reserved domains (RFC 2606).
 */
@Component
class DemoData {

    private static final Actor DEMO = Actor.process("demo", "Demo data");
    private static final String TERMS =
            "Participation is voluntary and may be ended at any time. Rebates are paid after verification.";

    private final ProgramService programs;
    private final ProgramInstanceService instances;
    private final AdmissionService admissions;
    private final EnrollmentService enrollments;

    DemoData(
            ProgramService programs,
            ProgramInstanceService instances,
            AdmissionService admissions,
            EnrollmentService enrollments) {
        this.programs = programs;
        this.instances = instances;
        this.admissions = admissions;
        this.enrollments = enrollments;
    }

    /** Loads everything into the workspace in scope and returns the id of the instance for first requests. */
    String load() {
        String battery = battery();
        driveClean();
        demandSideGridSupport();
        timeOfUse();
        efficiency();
        mentorship();
        return battery;
    }

    private String battery() {
        program("nyc-battery-program", "NYC Battery Program", "vpp", List.of("NY"));
        String id = instance(
                "nyc-battery-program",
                "NYC Battery Program - ConEd customers",
                "A home battery of a supported maker, in New York, using 300 kWh a month or more.",
                "eligibility-default",
                Map.of(
                        "eligibility",
                        Map.of("manufacturers", List.of("tesla", "enphase", "generac"), "minMonthlyKwh", 300)));
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
        return id;
    }

    private void driveClean() {
        program("ny-drive-clean", "New York Drive Clean Rebate", "rebate", List.of("NY"));
        String id = instance(
                "ny-drive-clean",
                "Drive Clean Rebate",
                "A new electric car from a participating dealer, kept for 36 months.",
                "ny-drive-clean",
                Map.of());
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
        String id =
                instance("home-efficiency", "Insulation and heat pumps", "Any home.", "eligibility-default", Map.of());
        submitted(enroll(id, "Aisha", "Khan", "MA", "02139", List.of(), Map.of()));
    }

    private void mentorship() {
        program("mentorship", "Mentorship", "mentorship", List.of());
        String id = instance(
                "mentorship",
                "Mentorship - first cohort",
                "Anyone who wants to learn from a mentor.",
                "eligibility-default",
                Map.of());
        approved(enroll(id, "Julia", "Novak", "IL", "60601", List.of(), Map.of()));
        enroll(id, "Ben", "Carter", "IL", "60622", List.of(), Map.of());
    }

    private void program(String slug, String name, String type, List<String> states) {
        program(slug, name, type, states, Visibility.PRIVATE);
    }

    private void program(String slug, String name, String type, List<String> states, Visibility visibility) {
        ProgramDetails details = new ProgramDetails(
                slug, name, name + ", as a demonstration", type, states, true, visibility, null, null);
        programs.create(new NewProgram(details, null));
    }

    private String instance(
            String programSlug, String title, String criteria, String rules, Map<String, Object> config) {
        ProgramInstance instance = instances.create(
                programSlug,
                new InstanceDetails(
                        title,
                        title + ", as a demonstration",
                        criteria,
                        TERMS,
                        null,
                        null,
                        config,
                        new RulePolicy(rules, null, null, null, InFlight.KEEP),
                        true,
                        null,
                        null));
        return instance.getId();
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
        String email = (firstName + "." + lastName).toLowerCase(Locale.ROOT) + "@example.com";
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
