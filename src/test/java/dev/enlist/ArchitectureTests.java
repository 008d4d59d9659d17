package dev.enlist;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.enlist.shared.AggregateRoot;
import dev.enlist.shared.Audited;
import dev.enlist.shared.NotAudited;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.repository.Repository;
import org.springframework.web.bind.annotation.RestController;

/** The rules of the architecture, each with its reason. A rule that matches nothing fails. */
@AnalyzeClasses(packages = "dev.enlist", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    private static final DescribedPredicate<JavaClass> OF_THE_ENGINE =
            resideInAnyPackage("org.camunda..", "camundajar..").as("part of the engine");

    /** {@code shared.web} is for all modules; the wire types of a module are its own. */
    private static final DescribedPredicate<JavaClass> WIRE_SHAPES = resideInAnyPackage("dev.enlist..web..")
            .and(DescribedPredicate.not(resideInAnyPackage("dev.enlist.shared.web..")))
            .as("in the web package of a module");

    private static final Set<String> NAMES_OF_NOW = Set.of("now", "today");

    private static final DescribedPredicate<JavaCall<?>> ASKS_THE_SYSTEM_FOR_THE_TIME =
            describe("asks the system for the time", call -> {
                String owner = call.getTargetOwner().getName();
                boolean ofTime = owner.startsWith("java.time.") && NAMES_OF_NOW.contains(call.getName());
                boolean withoutClock = call.getTarget().getRawParameterTypes().stream()
                        .noneMatch(parameter -> parameter.isEquivalentTo(Clock.class));
                boolean ofSystem =
                        owner.equals("java.lang.System") && call.getName().startsWith("currentTimeMillis");
                return ofTime && withoutClock || ofSystem;
            });

    @ArchTest
    static final ArchRule onlyProcessesAndRulesKnowTheEngine = noClasses()
            .that()
            .resideOutsideOfPackages("dev.enlist.process..", "dev.enlist.eligibility..", "dev.enlist.analysis..")
            .should()
            .dependOnClassesThat(are(OF_THE_ENGINE))
            .because("the engine is at the end of its life, and a change to one of its forks must stay local");

    @ArchTest
    static final ArchRule processesAndRulesDo = classes()
            .that(are(describe(
                    "of the modules of the engine",
                    type -> type.getName().equals("dev.enlist.process.EnrollmentProcessListener")
                            || type.getName().equals("dev.enlist.eligibility.engine.RulesEngine"))))
            .should()
            .dependOnClassesThat(are(OF_THE_ENGINE))
            .because("the rule above would say nothing if the engine's packages had other names");

    @ArchTest
    static final ArchRule onlyOnePackageUsesEngineInternals = noClasses()
            .that()
            .resideOutsideOfPackage("dev.enlist.process.engine")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.camunda.bpm.engine.impl..")
            .because("internals change without notice, and a change to a fork must be a matter of one package");

    @ArchTest
    static final ArchRule servicesKnowNothingOfTheWeb = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.enlist..web..",
                    "dev.enlist.graphql..",
                    "dev.enlist.console..",
                    "dev.enlist.process.edge..",
                    "dev.enlist.process.tasklist..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.enlist.shared.web..")
            .because("imports, jobs and forms call the same services as REST does");

    @ArchTest
    static final ArchRule onlyTheRulesUseInternalsOfDecisions = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.enlist.eligibility.engine", "dev.enlist.eligibility.feel", "dev.enlist.process.engine")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.camunda.bpm.dmn.engine.impl..", "org.camunda.bpm.dmn.feel.impl..")
            .because("the analysis of rules reads tables, however the engine represents them");

    /** What the two rules above let through: internals beside those of the two engines, each kind in one package. */
    private static ArchRule onlyIn(String fence, String... internals) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(fence)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(internals)
                .because("each kind of internals is in one package, so that a change of the engine touches few files");
    }

    @ArchTest
    static final ArchRule onlyTheReaderUsesInternalsOfModels =
            onlyIn("dev.enlist.eligibility.document", "org.camunda.bpm.model..impl..");

    @ArchTest
    static final ArchRule onlyTasklistUsesInternalsOfThePages = onlyIn(
            "dev.enlist.process.tasklist", "org.camunda.bpm.webapp.impl..", "org.camunda.bpm.engine.rest..impl..");

    @ArchTest
    static final ArchRule onlyTheProcessUsesInternalsOfValuesAndExpressions =
            onlyIn("dev.enlist.process.engine", "org.camunda.bpm.engine.variable.impl..", "org.camunda.bpm.impl..");

    @ArchTest
    static final ArchRule onlyTheAdapterUsesTheFeelLibrary =
            onlyIn("dev.enlist.eligibility.feel", "org.camunda.feel..", "camundajar..");

    /** The reason is in the Javadoc of the class; each import of an internal class needs it. */
    @ArchTest
    static void eachUseOfEngineInternalsHasAReason(JavaClasses classes) throws IOException {
        Path sources = Path.of("src", "main", "java", "dev", "enlist");
        Pattern internal = Pattern.compile("import org\\.(camunda|operaton)\\.([a-z]+\\.)*impl\\.");
        List<String> without = new ArrayList<>();
        int uses = 0;
        try (Stream<Path> files = Files.walk(sources)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                if (internal.matcher(source).find()) {
                    uses++;
                    if (!source.contains("<p>Engine internals: ")) {
                        without.add(file.getFileName().toString());
                    }
                }
            }
        }
        assertThat(uses).isGreaterThan(30);
        assertThat(without).as("uses of engine internals without a reason").isEmpty();
    }

    @ArchTest
    static final ArchRule nobodyUsesTheProcess = classes()
            .that()
            .resideInAPackage("dev.enlist.process..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.enlist.process..")
            .because("the process listens to the modules and calls them; no module may wait for it");

    @ArchTest
    static final ArchRule nobodyUsesTheGraph = classes()
            .that()
            .resideInAPackage("dev.enlist.graphql..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.enlist.graphql..")
            .because("GraphQL is another interface to the modules, and has no logic of its own");

    @ArchTest
    static final ArchRule theGraphAsksServices = noClasses()
            .that()
            .resideInAPackage("dev.enlist.graphql..")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Repository.class)
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.jdbc..", "jakarta.persistence..")
            .because("what the graph may, REST may: by the same services, and by nothing beside them");

    @ArchTest
    static final ArchRule nobodyUsesTheSetup = classes()
            .that()
            .resideInAPackage("dev.enlist.setup..")
            .should()
            .onlyHaveDependentClassesThat()
            .resideInAPackage("dev.enlist.setup..")
            .because("the first start uses every module and is used by none");

    @ArchTest
    static final ArchRule controllersAreHidden = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .bePackagePrivate()
            .andShould()
            .resideInAPackage("dev.enlist.*.web")
            .because("HTTP is one interface among others; nothing calls a controller");

    @ArchTest
    static final ArchRule wireShapesStayAtTheEdge = noClasses()
            .that()
            .resideOutsideOfPackage("..web..")
            .should()
            .dependOnClassesThat(are(WIRE_SHAPES))
            .because("what goes over the wire may change without the domain, and the domain without the wire");

    @ArchTest
    static final ArchRule wireShapesOfOneRoomAreNotAnothers = classes()
            .that(are(WIRE_SHAPES))
            .should(new ArchCondition<>("be used by their own module alone") {
                @Override
                public void check(JavaClass shape, ConditionEvents events) {
                    shape.getDirectDependenciesToSelf().stream()
                            .filter(use ->
                                    !use.getOriginClass().getPackageName().equals(shape.getPackageName()))
                            .forEach(use -> events.add(SimpleConditionEvent.violated(use, use.getDescription())));
                }
            })
            .because("two modules that share a type cannot change it");

    /** Packages that answer requests themselves, beside those named {@code web}. */
    private static final String[] EDGES = {
        "..web..",
        "dev.enlist.console..",
        "dev.enlist.graphql..",
        "dev.enlist.process.edge..",
        "dev.enlist.process.tasklist..",
        "dev.enlist.events.stream.."
    };

    @ArchTest
    static final ArchRule servicesKnowNoHttp = noClasses()
            .that()
            .resideOutsideOfPackages(EDGES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.web..", "org.springframework.http..", "jakarta.servlet..")
            .because(
                    "a service is called by REST, GraphQL, imports and jobs, and answers each in the words of the domain");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Inject.class)
            .orShould()
            .beAnnotatedWith(Resource.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .because("what an object needs it is given when it is made, and can be given by a test");

    @ArchTest
    static final ArchRule beansNeverChange = fields().that()
            .areDeclaredInClassesThat()
            .areMetaAnnotatedWith(org.springframework.stereotype.Component.class)
            .and()
            .areNotStatic()
            .should()
            .beFinal()
            .because("many threads share them");

    @ArchTest
    static final ArchRule timeComesFromTheClock = noClasses()
            .should()
            .callCodeUnitWhere(new DescribedPredicate<JavaCall<?>>("the target asks the system for the time") {
                @Override
                public boolean test(JavaCall<?> call) {
                    return ASKS_THE_SYSTEM_FOR_THE_TIME.test(call);
                }
            })
            .because("tests move the clock, and one transaction has one time");

    @ArchTest
    static final ArchRule datesAreOfJavaTime = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Date")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.Calendar")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.text.SimpleDateFormat")
            .because("they change under one's hands and know no time zone");

    @ArchTest
    static final ArchRule nobodyPrints = noClasses()
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace")
            .because("a log has levels and a place to go to");

    @ArchTest
    static final ArchRule entitiesHaveNoSetters = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .and()
            .arePublic()
            .should(new ArchCondition<>("not be setters") {
                @Override
                public void check(com.tngtech.archunit.core.domain.JavaMethod method, ConditionEvents events) {
                    if (method.getName().matches("set[A-Z].*")) {
                        events.add(SimpleConditionEvent.violated(method, method.getDescription() + " changes it"));
                    }
                }
            })
            .because("an entity changes by what happens to it, which its own module alone decides");

    @ArchTest
    static final ArchRule entitiesKeepTheirFields = fields().that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(Entity.class)
            .should()
            .bePrivate()
            .because("a field that others write is a setter");

    @ArchTest
    static final ArchRule entitiesSayHowTheyAreAudited = classes()
            .that()
            .areAnnotatedWith(Entity.class)
            .should()
            .beAnnotatedWith(Audited.class)
            .orShould()
            .beAnnotatedWith(NotAudited.class)
            .because(
                    "without one the trail has only the names of changed members, and no decision about values was made");

    @ArchTest
    static final ArchRule nothingIsStoredPastTheTrail = noMethods()
            .should()
            .beAnnotatedWith(Modifying.class)
            .because("what a query changes in bulk no listener of Hibernate sees, and the audit trail does not tell");

    @ArchTest
    static final ArchRule aggregatesKnowNoRepositories = noClasses()
            .that()
            .areAssignableTo(AggregateRoot.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Repository.class)
            .because("an aggregate decides from what it holds and what it is given");

    @ArchTest
    static final ArchRule repositoriesAreHidden = classes()
            .that()
            .areAssignableTo(Repository.class)
            .and()
            .resideInAPackage("dev.enlist..")
            .should()
            .notHaveModifier(JavaModifier.PUBLIC)
            .because("other modules ask the service, which checks what a repository would return");

    @ArchTest
    static final ArchRule everyPackageSaysWhatItIsFor = classes()
            .that()
            .resideInAPackage("dev.enlist.*..")
            .should(new ArchCondition<>("be in a package with a package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    JavaPackage inside = type.getPackage();
                    boolean said = inside.tryGetPackageInfo().isPresent();
                    events.add(new SimpleConditionEvent(type, said, inside.getName() + " has no package-info"));
                }
            })
            .because("who opens a package wants to know what it is for, and what may be null");
}
