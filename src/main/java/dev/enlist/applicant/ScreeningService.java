package dev.enlist.applicant;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.enlist.analysis.explain.ScreeningEvaluator;
import dev.enlist.analysis.explain.ScreeningEvaluator.Fit;
import dev.enlist.customer.Address;
import dev.enlist.eligibility.RuleSetRef;
import dev.enlist.eligibility.RuleSetService;
import dev.enlist.form.FieldType;
import dev.enlist.form.FormField;
import dev.enlist.form.FormMember;
import dev.enlist.form.PublishedForm;
import dev.enlist.form.PublishedFormService;
import dev.enlist.program.AcceptancePolicy;
import dev.enlist.program.ProgramInstance;
import dev.enlist.program.ProgramInstanceService;
import dev.enlist.shared.problem.Problem;
import dev.enlist.tenancy.WorkspaceScope;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Shows which open programs of a workspace may fit a person, before the person applies. The questions are the inputs of
 * the rule sets with the most effect, in the words of the forms; the answers are evaluated and not stored. The programs
 * and questions are read every ten seconds at most.
 */
@Service
public class ScreeningService {

    private static final Pattern WORD = Pattern.compile("(?<=^|-)\\p{L}+");
    private static final Pattern VOWEL = Pattern.compile("[^b-df-hj-np-tv-xz]", Pattern.CASE_INSENSITIVE);

    private static final Logger log = LoggerFactory.getLogger(ScreeningService.class);

    private static final Duration CATALOGUE_KEPT = Duration.ofSeconds(10);
    private static final int MOST_WORKSPACES = 1_000;
    private static final int MOST_PROGRAMS = 50;
    private static final int MOST_QUESTIONS = 6;
    private static final int MOST_OPTIONS = 60;
    private static final int LONGEST_ANSWER = 100;

    /** Inputs that are personal, or that a person does not state. */
    private static final Set<String> NOT_ASKED = Set.of("serialNumber", "tags", "activeProgramSlugs", "country");

    /** An open program with its published form. */
    private record Open(
            ProgramInstance instance, PublishedForm form, RuleSetRef rules, Map<String, @Nullable Object> facts) {}

    /**
     * What is asked.
     *
     * @param input of the rules, such as {@code metadata.monthlyKwh}; also the name of the control
     * @param kind  {@code choice}, {@code choices}, {@code boolean}, {@code number}, {@code state} or {@code text}
     * @param field that asks for it in a form; null for a part of the address
     */
    private record Asked(
            String input, String kind, @Nullable FormField field, List<String> values) {}

    private record Catalogue(List<Open> programs, List<Asked> questions) {}

    /** A question on the page. */
    public record Question(
            String input,
            String id,
            String kind,
            String label,
            List<InformationAnswerMapper.Option> options,
            String value) {}

    /**
     * A program on the page.
     *
     * @param fit      null before the person answers
     * @param needed   labels of the answers that decide
     * @param blocking labels of the answers that do not fit
     */
    public record Program(
            String title,
            String description,
            String path,
            @Nullable Fit fit,
            List<String> needed,
            List<String> blocking) {}

    /** The page. */
    public record Screening(List<Question> questions, List<Program> programs, boolean answered) {}

    private final JdbcClient jdbc;
    private final ProgramInstanceService instances;
    private final PublishedFormService forms;
    private final RuleSetService ruleSets;
    private final ScreeningEvaluator evaluator;
    private final ApplicationAnswerRenderer labels;
    private final AnswerValueRenderer formatter;
    private final Clock clock;
    private final Cache<String, Catalogue> catalogues = Caffeine.newBuilder()
            .maximumSize(MOST_WORKSPACES)
            .expireAfterWrite(CATALOGUE_KEPT)
            .build();

    ScreeningService(
            JdbcClient jdbc,
            ProgramInstanceService instances,
            PublishedFormService forms,
            RuleSetService ruleSets,
            ScreeningEvaluator evaluator,
            ApplicationAnswerRenderer labels,
            AnswerValueRenderer formatter,
            Clock clock) {
        this.jdbc = jdbc;
        this.instances = instances;
        this.forms = forms;
        this.ruleSets = ruleSets;
        this.evaluator = evaluator;
        this.labels = labels;
        this.formatter = formatter;
        this.clock = clock;
    }

    /**
     * The programs of the workspace in scope, judged by these answers.
     *
     * @param answers by input; blank ones count as unknown
     */
    @Transactional(readOnly = true)
    public Screening screen(Map<String, List<String>> answers, Locale locale) {
        Catalogue catalogue = catalogue();
        Map<String, Object> known = known(catalogue, answers);
        List<Program> programs = new ArrayList<>(catalogue.programs().stream()
                .map(open -> program(open, known, locale))
                .toList());
        programs.sort(Comparator.comparing((Program program) -> program.fit() == null ? Fit.LIKELY : program.fit()));
        return new Screening(
                catalogue.questions().stream()
                        .map(asked ->
                                question(asked, catalogue, answers.getOrDefault(asked.input(), List.of()), locale))
                        .toList(),
                programs,
                !known.isEmpty());
    }

    private Catalogue catalogue() {
        String workspaceId = WorkspaceScope.current().workspaceId();
        Catalogue cached = catalogues.getIfPresent(workspaceId);
        if (cached == null) {
            cached = read();
            catalogues.put(workspaceId, cached);
        }
        return cached;
    }

    private Catalogue read() {
        Instant now = clock.instant();
        List<Open> programs = new ArrayList<>();
        Map<String, Integer> effects = new HashMap<>();
        Map<String, Set<String>> values = new HashMap<>();
        for (String id : published()) {
            ProgramInstance instance = instances.instance(id);
            PublishedForm form = forms.ofInstance(id).orElse(null);
            if (form == null
                    || !form.settings().isPublished()
                    || !form.isOpen(now)
                    || !AcceptancePolicy.accepts(instance, now)) {
                continue;
            }
            Open open = new Open(instance, form, ruleSets.inForce(instance.rules(), now), facts(instance, now));
            programs.add(open);
            for (ScreeningEvaluator.Effect effect : effects(open)) {
                if (!NOT_ASKED.contains(effect.input())) {
                    effects.merge(effect.input(), effect.rows(), Integer::sum);
                    effect.values()
                            .forEach(value ->
                                    collect(value, values.computeIfAbsent(effect.input(), input -> new TreeSet<>())));
                }
            }
        }
        List<Asked> questions = effects.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .flatMap(entry ->
                        asked(entry.getKey(), programs, List.copyOf(values.getOrDefault(entry.getKey(), Set.of())))
                                .stream())
                .limit(MOST_QUESTIONS)
                .toList();
        return new Catalogue(programs, questions);
    }

    private static void collect(Object value, Set<String> into) {
        if (value instanceof List<?> list) {
            list.forEach(item -> into.add(String.valueOf(item)));
        } else {
            into.add(String.valueOf(value));
        }
    }

    private List<ScreeningEvaluator.Effect> effects(Open open) {
        try {
            return evaluator.effects(open.rules(), open.facts());
        } catch (Problem e) {
            log.info(
                    "The rules of instance {} give no screening questions: {}",
                    open.instance().getId(),
                    e.getMessage());
            return List.of();
        }
    }

    private List<String> published() {
        return jdbc.sql("""
                        select id from program_instance
                        where workspace_id = ? and active and archived_at is null
                          and application ->> 'published' = 'true'
                        order by title, id limit ?
                        """)
                .params(WorkspaceScope.current().workspaceId(), MOST_PROGRAMS)
                .query(String.class)
                .list();
    }

    /** The inputs that do not depend on the person; those of the person are unknown. */
    private static Map<String, @Nullable Object> facts(ProgramInstance instance, Instant now) {
        Map<String, @Nullable Object> facts = new HashMap<>();
        for (String unknown : List.of("state", "postalCode", "serialNumber", "previousStatus", "participationRate")) {
            facts.put(unknown, null);
        }
        facts.put("country", "US");
        facts.put("manufacturerSlugs", List.of());
        facts.put("tags", List.of());
        facts.put("metadata", Map.of());
        facts.put("activeProgramSlugs", List.of());
        facts.put("programStates", instance.program().states());
        facts.put("programType", instance.program().type().orElse(null));
        facts.put("programYear", instance.program().year());
        facts.put("programActive", AcceptancePolicy.isActive(instance, now));
        facts.put("applicationDate", now.atZone(instance.zone()).toLocalDate().toString());
        facts.put("config", instance.config());
        return facts;
    }

    /** Empty for an input that no form asks for. */
    private Optional<Asked> asked(String input, List<Open> programs, List<String> values) {
        String name = input.equals("state") || input.equals("postalCode") ? "address." + input : input;
        FormField field = programs.stream()
                .flatMap(open -> labels.field(open.form().definition(), name).stream())
                .findFirst()
                .orElse(null);
        if (input.equals("state")) {
            return Optional.of(new Asked(input, "state", null, List.of()));
        }
        if (input.equals("postalCode")) {
            return Optional.of(new Asked(input, "text", null, List.of()));
        }
        if (input.equals("manufacturerSlugs")) {
            List<String> slugs = values.stream()
                    .filter(slug -> !slug.isBlank())
                    .limit(MOST_OPTIONS)
                    .toList();
            return slugs.isEmpty() ? Optional.empty() : Optional.of(new Asked(input, "choices", field, slugs));
        }
        if (field == null) {
            return Optional.empty();
        }
        return switch (field.type()) {
            case CHOICE -> Optional.of(new Asked(input, "choice", field, List.of()));
            case MULTI_CHOICE -> Optional.of(new Asked(input, "choices", field, List.of()));
            case BOOLEAN, CONSENT -> Optional.of(new Asked(input, "boolean", field, List.of()));
            case NUMBER, INTEGER, MONEY -> Optional.of(new Asked(input, "number", field, List.of()));
            // free text may be personal
            default -> Optional.empty();
        };
    }

    /** The answers that can be read; others count as unknown. */
    private static Map<String, Object> known(Catalogue catalogue, Map<String, List<String>> answers) {
        Map<String, Object> known = new LinkedHashMap<>();
        for (Asked asked : catalogue.questions()) {
            List<String> given = answers.getOrDefault(asked.input(), List.of()).stream()
                    .map(String::strip)
                    .filter(answer -> !answer.isEmpty() && answer.length() <= LONGEST_ANSWER)
                    .limit(MOST_OPTIONS)
                    .toList();
            if (!given.isEmpty()) {
                value(asked, given).ifPresent(value -> known.put(asked.input(), value));
            }
        }
        return known;
    }

    private static Optional<Object> value(Asked asked, List<String> given) {
        return switch (asked.kind()) {
            case "choices" -> Optional.of(given);
            case "boolean" -> Optional.of(Boolean.parseBoolean(given.get(0)));
            case "number" -> number(given.get(0));
            case "state" -> Optional.of(given.get(0).toUpperCase(Locale.ROOT));
            default -> Optional.of(given.get(0));
        };
    }

    private static Optional<Object> number(String text) {
        try {
            return Optional.of(new BigDecimal(
                    text.replaceAll("[,\\s](?=\\d{3}(\\D|$))", "").replace(',', '.')));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private Program program(Open open, Map<String, Object> known, Locale locale) {
        ScreeningEvaluator.Screening result = null;
        if (!known.isEmpty()) {
            try {
                Set<String> settled = new HashSet<>(known.keySet());
                settled.addAll(Set.of("activeProgramSlugs", "country"));
                result = evaluator.screen(open.rules(), with(open.facts(), known), settled);
            } catch (Problem e) {
                log.info("Instance {} was not screened: {}", open.instance().getId(), e.getMessage());
            }
        }
        return new Program(
                open.instance().details().title(),
                open.instance().details().description(),
                "/apply/" + open.form().path(),
                result == null ? null : result.fit(),
                result == null ? List.of() : labels(open, result.needed(), locale),
                result == null
                        ? List.of()
                        : labels(
                                open,
                                result.blocking().stream()
                                        .filter(known::containsKey)
                                        .toList(),
                                locale));
    }

    private List<String> labels(Open open, List<String> inputs, Locale locale) {
        Set<String> found = new LinkedHashSet<>();
        inputs.forEach(input -> found.add(label(open, input, locale)));
        return List.copyOf(found);
    }

    private String label(Open open, String input, Locale locale) {
        String name = input.equals("state") || input.equals("postalCode") ? "address." + input : input;
        return labels.label(open.form().definition(), name, locale);
    }

    private static Map<String, @Nullable Object> with(Map<String, @Nullable Object> facts, Map<String, Object> known) {
        Map<String, @Nullable Object> inputs = new HashMap<>(facts);
        Map<String, Object> metadata = new HashMap<>();
        known.forEach((input, value) -> FormMember.metadata(input)
                .ifPresentOrElse(name -> metadata.put(name, value), () -> inputs.put(input, value)));
        if (known.get("state") instanceof String state) {
            Address where = new Address(null, null, null, state, null, null);
            inputs.put("state", where.usState() == null ? state : where.usState());
        }
        inputs.put("metadata", metadata);
        return inputs;
    }

    private Question question(Asked asked, Catalogue catalogue, List<String> given, Locale locale) {
        String label = asked.field() == null
                ? label(catalogue.programs().get(0), asked.input(), locale)
                // a device is asked for with its serial number, and here only for its maker
                : asked.field().type() == FieldType.DEVICE
                        ? labels.member(asked.input(), locale)
                        : asked.field().label().in(locale);
        List<InformationAnswerMapper.Option> options = new ArrayList<>();
        if (asked.field() != null && asked.field().type().isChoice()) {
            asked.field()
                    .options()
                    .forEach(option -> options.add(new InformationAnswerMapper.Option(
                            option.value(), option.label().in(locale), given.contains(option.value()))));
        } else {
            asked.values()
                    .forEach(value -> options.add(new InformationAnswerMapper.Option(
                            value, optionLabel(asked, value, locale), given.contains(value))));
        }
        return new Question(
                asked.input(),
                asked.input().replace('.', '-'),
                asked.kind(),
                label,
                options,
                given.isEmpty() ? "" : given.get(0));
    }

    private String optionLabel(Asked asked, String value, Locale locale) {
        String text = asked.field() != null && asked.field().type() == FieldType.DEVICE
                ? asked.field()
                        .option(value)
                        .map(option -> option.label().in(locale))
                        .orElse(value)
                : formatter.plain(value, locale);
        return name(text.isEmpty() ? value : text, locale);
    }

    /** {@code mercedes-benz} becomes {@code Mercedes-Benz}, and {@code bmw}, which has no vowel, {@code BMW}. */
    private static String name(String text, Locale locale) {
        return WORD.matcher(text)
                .replaceAll(word -> Matcher.quoteReplacement(
                        VOWEL.matcher(word.group()).find()
                                ? word.group().substring(0, 1).toUpperCase(locale)
                                        + word.group().substring(1)
                                : word.group().toUpperCase(locale)));
    }
}
