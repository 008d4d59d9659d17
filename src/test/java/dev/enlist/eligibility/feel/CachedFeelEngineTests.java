package dev.enlist.eligibility.feel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.FeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngineFactory;
import org.camunda.bpm.dmn.feel.impl.scala.function.CustomFunction;
import org.camunda.bpm.dmn.feel.impl.scala.function.FeelCustomFunctionProvider;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.dmn.configuration.DmnEngineConfigurationBuilder;
import org.camunda.bpm.engine.impl.history.producer.DefaultDmnHistoryEventProducer;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CachedFeelEngineTests {

    /** A bean as a variable; FEEL reads its getters. */
    public static class Meter {

        public String getSerial() {
            return "M-1";
        }

        public int getKwh() {
            return 700;
        }
    }

    enum Sector {
        RESIDENTIAL
    }

    static final FeelCustomFunctionProvider FUNCTIONS = new FeelCustomFunctionProvider() {

        private final Map<String, CustomFunction> functions = Map.of(
                "twice",
                CustomFunction.create()
                        .setParams("x")
                        .setFunction(args -> List.of(args.get(0), args.get(0)))
                        .build(),
                "first of",
                CustomFunction.create()
                        .setParams("xs")
                        .enableVarargs()
                        .setFunction(args -> ((List<?>) args.get(0)).get(0))
                        .build(),
                "region",
                CustomFunction.create()
                        .setReturnValue(Map.of("code", "NE", "states", List.of("NY", "NJ")))
                        .build(),
                "refuse",
                CustomFunction.create()
                        .setParams("why")
                        .setFunction(args -> {
                            throw new FeelException("refused: " + args.get(0));
                        })
                        .build());

        @Override
        public Optional<CustomFunction> resolveFunction(String functionName) {
            return Optional.ofNullable(functions.get(functionName));
        }

        @Override
        public Collection<String> getFunctionNames() {
            return functions.keySet();
        }
    };

    private final FeelEngine stock = new ScalaFeelEngineFactory(List.of(FUNCTIONS)).createInstance();
    private final CachedFeelEngine ours =
            (CachedFeelEngine) new CachedFeelEngineFactory(List.of(FUNCTIONS)).createInstance();

    static Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put("state", "NY");
        variables.put("kwh", 800);
        variables.put("bill", new BigDecimal("120.50"));
        variables.put("ratio", 0.1d);
        variables.put("notANumber", Double.NaN);
        variables.put("active", true);
        variables.put("tags", Arrays.asList("solar", "battery", null));
        variables.put("numbers", List.of(3, 1, 2));
        variables.put("customer", Map.of("name", "Ada", "address", Map.of("zip", "10001"), "ages", List.of(1, 2)));
        variables.put("nothing", null);
        variables.put("born", "1990-02-28");
        variables.put("moved", LocalDate.of(2024, 2, 29));
        variables.put("meter", new Meter());
        variables.put("sector", Sector.RESIDENTIAL);
        variables.put("set", Set.of("one"));
        variables.put("broken", new IllegalStateException("broken variable"));
        return variables;
    }

    private static VariableContext context() {
        return Variables.fromMap(variables()).asVariableContext();
    }

    @Nested
    class GivesWhatTheStockEngineGives {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "1",
                    "1.0",
                    "1.5",
                    "12345678901234567890",
                    "1/3",
                    "2 ** 70",
                    "2 ** 0.5",
                    "-kwh",
                    "\"a\" + \"b\"",
                    "true and null",
                    "false or null",
                    "not(null)",
                    "null",
                    "nothing",
                    "missing",
                    "missing.name",
                    "state",
                    "bill",
                    "ratio",
                    "notANumber",
                    "active",
                    "tags",
                    "numbers",
                    "customer",
                    "moved",
                    "sector",
                    "set",
                    "meter",
                    "meter.serial",
                    "meter.kwh + 1",
                    "meter.missing",
                    "customer.name",
                    "customer.address.zip",
                    "customer.missing",
                    "customer.ages",
                    "[1, \"a\", null, [2], {b: 3}]",
                    "[]",
                    "{}",
                    "{a: 1, b: a + 1, c: [a, b]}",
                    "{f: function(x) x + 1, r: f(1)}.r",
                    "function(x) x",
                    "{count: function(list) \"mine\", r: count([1])}.r",
                    "[1..3]",
                    "[1..\"a\"]",
                    "customer.unknown(1)",
                    "1.unknown(1)",
                    "for x in 1..3 return x * x",
                    "for x in numbers, y in [1, 2] return {x: x, y: y}",
                    "for x in 1..3 return count(partial)",
                    "some x in numbers satisfies x > 2",
                    "every x in numbers satisfies x > 0",
                    "some x in missing satisfies x",
                    "numbers[item > 1]",
                    "numbers[1]",
                    "numbers[-1]",
                    "numbers[9]",
                    "tags[item = \"solar\"]",
                    "[{a: 1}, {a: 2}][a > 1]",
                    "[{a: 1}, {a: 2}].a",
                    "count(tags)",
                    "count(missing)",
                    "count(\"text\")",
                    "sum(numbers)",
                    "max(numbers)",
                    "mean([])",
                    "median(numbers)",
                    "sort(numbers, function(a, b) a < b)",
                    "distinct values([1, 1, 2])",
                    "flatten([[1], [2, [3]]])",
                    "append(numbers, 4)",
                    "concatenate(numbers, tags)",
                    "index of(numbers, 1)",
                    "list contains(tags, null)",
                    "string length(state)",
                    "substring(\"foobar\", 3)",
                    "substring(\"foobar\", -3, 2)",
                    "upper case(state)",
                    "contains(\"foobar\", \"ob\")",
                    "starts with(1, \"a\")",
                    "matches(\"a1\", \"[a-z]\\d\")",
                    "matches(\"a\", \"[\")",
                    "replace(\"abc\", \"b\", \"$0$0\")",
                    "split(\"a,b\", \",\")",
                    "string(1.10)",
                    "string(customer)",
                    "number(\"12\")",
                    "number(\"twelve\")",
                    "date(born)",
                    "date(\"2024-02-30\")",
                    "date(\"tomorrow\")",
                    "date(\"2024-01-31\") + duration(\"P1M\")",
                    "moved - date(born)",
                    "years and months duration(date(born), moved)",
                    "time(\"11:00:00Z\")",
                    "date and time(\"2024-01-01T10:00:00@Europe/Paris\")",
                    "duration(\"PT90M\")",
                    "duration(\"P14M\")",
                    "@\"2024-01-01\"",
                    "moved.year",
                    "day of week(moved)",
                    "moved > date(born)",
                    "moved > born",
                    "1 < \"a\"",
                    "1 = \"a\"",
                    "[1] = [1]",
                    "{a: 1} = {a: 1}",
                    "1 + \"a\"",
                    "1 / 0",
                    "5 between 1 and 9",
                    "5 in [1..9]",
                    "5 in (< 3, > 4)",
                    "1 instance of number",
                    "null instance of Any",
                    "if missing then 1 else 2",
                    "if 1 then 1 else 2",
                    "abs(-1)",
                    "modulo(1, 0)",
                    "floor(\"x\")",
                    "unknown function(1)",
                    "abs()",
                    "abs(1, 2)",
                    "abs(number: -1)",
                    "abs(n: -1)",
                    "get value(customer, \"name\")",
                    "get entries({a: 1})",
                    "context put({}, \"a\", 1)",
                    "put all({a: 1}, {b: 2})",
                    "is defined(missing)",
                    "get or else(missing, 1)",
                    "assert(kwh, kwh > 1)",
                    "assert(missing, missing != null)",
                    "assert(kwh, kwh < 1, \"too much\")",
                    "[assert(kwh, false, \"first\"), assert(kwh, false, \"second\")]",
                    "twice(kwh)",
                    "twice(missing)",
                    "first of(1, 2)",
                    "first of()",
                    "region()",
                    "region().states",
                    "region().states[1]",
                    "refuse(\"no\")",
                    "twice()",
                    "?",
                    "? + 1",
                    "? > 1",
                    "broken",
                    "broken + 1",
                    "[broken]",
                    "{a: broken}",
                    "count(broken)",
                    "broken.message",
                    "(",
                    "1 +",
                    "\"open",
                    "))",
                    "",
                    " ",
                    "1 2",
                    "%",
                    "if true then 1",
                    "{a 1}",
                    "a.b.",
                    "function(x, y) external {java: {class: \"java.lang.Math\", method signature: \"max(int, int)\"}}",
                })
        void forAnExpression(String expression) {
            FeelOutcome expected = FeelOutcome.of(() -> stock.evaluateSimpleExpression(expression, context()));

            assertThat(FeelOutcome.of(() -> ours.evaluateSimpleExpression(expression, context())))
                    .isEqualTo(expected);
            assertThat(FeelOutcome.of(() -> ours.evaluateSimpleExpression(expression, context())))
                    .as("the second time, from the cache")
                    .isEqualTo(expected);
            assertThat(ours.parses()).isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "-",
                    "800",
                    "\"NY\"",
                    "null",
                    "true",
                    "< 100",
                    "<= 800",
                    "> \"a\"",
                    ">= missing",
                    "[100..5000]",
                    "]800..900]",
                    "(100..800)",
                    "[\"a\"..\"z\"]",
                    "[1..\"a\"]",
                    "not(800)",
                    "not(1, 2)",
                    "not(null)",
                    "1, 800",
                    "< 1, > 2",
                    "? > 1",
                    "? = kwh",
                    "not(? > 1)",
                    "list contains(?, \"solar\")",
                    "not(list contains(?, \"tesla\") or list contains(?, \"solar\"))",
                    "list contains(tags, ?)",
                    "count(?) > 1",
                    "some x in ? satisfies x = \"solar\"",
                    "every x in numbers satisfies x < ?",
                    "starts with(?, \"N\")",
                    "[1, 800]",
                    "[800]",
                    "numbers",
                    "customer",
                    "kwh",
                    "missing",
                    "nothing",
                    "kwh + 0",
                    "date(\"2024-02-29\")",
                    "> date(\"2020-01-01\")",
                    "[date(\"2020-01-01\")..date(\"2030-01-01\")]",
                    "date(?) < date(\"2000-01-01\")",
                    "unknown(?)",
                    "abs(?)",
                    "? + \"a\"",
                    "?.name",
                    "?.name = \"Ada\"",
                    "assert(?, ? > 10000)",
                    "assert(?, false, \"stop\")",
                    "twice(?)",
                    "refuse(?)",
                    "contains(?, 1)",
                    "@\"P1D\"",
                    "{a: ?}",
                    "(",
                    "<",
                    "not(",
                    "1,",
                    ",",
                    "",
                    " ",
                    "- 1",
                    "NY",
                    "\"open",
                    "> > 1",
                    "? ?",
                    "sort(1)",
                    "function(x) x",
                    "function(x) external {java: {class: \"a\", method signature: \"b()\"}}",
                })
        void forACell(String tests) {
            // the last two are no variables: an unknown name, and null
            List<String> names = new ArrayList<>(variables().keySet());
            Collections.addAll(names, "missing", null);

            for (String input : names) {
                FeelOutcome expected = FeelOutcome.of(() -> stock.evaluateSimpleUnaryTests(tests, input, context()));
                for (int time = 1; time <= 2; time++) {
                    assertThat(FeelOutcome.of(() -> ours.evaluateSimpleUnaryTests(tests, input, context())))
                            .as("input %s, time %d", input, time)
                            .isEqualTo(expected);
                }
            }
            assertThat(ours.parses()).isEqualTo(1);
        }

        /** Operaton reserves both names, which is why they are not compared above. */
        @Test
        void forNamesThatHaveNoMeaningOfTheirOwn() {
            Map<String, Object> variables = variables();
            variables.put("inputVariableName", "kwh");
            VariableContext context = Variables.fromMap(variables).asVariableContext();

            assertThat(ours.evaluateSimpleUnaryTests("0.1", "ratio", context)).isTrue();
            assertThat(ours.evaluateSimpleUnaryTests("800", "ratio", context)).isFalse();
            for (String input : variables.keySet()) {
                assertThat(FeelOutcome.of(() -> ours.evaluateSimpleUnaryTests("cellInput", input, context)))
                        .as(input)
                        .isEqualTo(FeelOutcome.of(() -> ours.evaluateSimpleUnaryTests("missing", input, context)));
            }
        }

        @Test
        void forNoTextAndNoVariables() {
            List<Callable<FeelOutcome>> pairs = new ArrayList<>();
            for (FeelEngine engine : List.of(stock, ours)) {
                pairs.add(() -> FeelOutcome.of(() -> engine.evaluateSimpleExpression(null, context())));
                pairs.add(() -> FeelOutcome.of(() -> engine.evaluateSimpleUnaryTests(null, "kwh", context())));
                pairs.add(() -> FeelOutcome.of(() -> engine.evaluateSimpleExpression("kwh", null)));
                pairs.add(() -> FeelOutcome.of(() -> engine.evaluateSimpleUnaryTests("1", "kwh", null)));
            }
            List<FeelOutcome> outcomes =
                    pairs.stream().map(CachedFeelEngineTests::called).toList();

            assertThat(outcomes.subList(4, 8)).isEqualTo(outcomes.subList(0, 4)).allMatch(FeelOutcome::failed);
            assertThat(ours.<Object>evaluateSimpleExpression("kwh", context())).isEqualTo(800L);
        }

        @Test
        void whenTheThreadIsInterrupted() {
            for (FeelEngine engine : List.of(stock, ours)) {
                Thread.currentThread().interrupt();
                assertThatThrownBy(() -> engine.evaluateSimpleExpression("1", context()))
                        .isInstanceOf(InterruptedException.class);
                assertThat(Thread.interrupted()).isFalse();
            }
        }
    }

    @Nested
    class SurvivesWhatGoesTooDeep {

        @Test
        void toBeParsed() {
            assertTooDeep("(".repeat(50_000) + "1");
            assertTooDeep("1" + "+1".repeat(50_000));
        }

        @Test
        void toBeEvaluated() {
            assertTooDeep("1=2" + " or 1=2".repeat(5_000));
        }

        private void assertTooDeep(String text) {
            assertThatThrownBy(() -> ours.evaluateSimpleExpression(text, context()))
                    .isInstanceOf(FeelException.class)
                    .hasMessageEndingWith("it is nested too deeply");
            assertThatThrownBy(() -> ours.evaluateSimpleUnaryTests(text, "kwh", context()))
                    .isInstanceOf(FeelException.class);
            assertThat(ours.<Object>evaluateSimpleExpression("kwh", context()))
                    .as("and the next evaluation")
                    .isEqualTo(800L);
        }
    }

    @Nested
    class ReachesNoJava {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "sort([\"enlist.reached\", \"yes\"], function(x, y) %s)",
                    "count(for f in [function(x, y) %s] return f)",
                    "count([{f: function(x, y) %s}])",
                    "sort(list: [\"enlist.reached\", \"yes\"], precedes: function(x, y) %s)",
                    "twice([function(x, y) %s])",
                    "function(x, y) %s",
                })
        void howeverDeepTheExternalFunctionHides(String expression) {
            String text = expression.formatted("external {java: {class: \"java.lang.System\","
                    + " method signature: \"setProperty(java.lang.String, java.lang.String)\"}}");

            assertThatThrownBy(() -> ours.evaluateSimpleExpression(text, context()))
                    .isInstanceOf(FeelException.class)
                    .hasMessage("FEEL/SCALA-01008 Error while evaluating expression: validation of expression '" + text
                            + "' failed: External functions are disabled. Use the FunctionProvider SPI (recommended)"
                            + " or enable external function in the configuration.");
            assertThatThrownBy(() -> ours.evaluateSimpleUnaryTests(text, "kwh", context()))
                    .isInstanceOf(FeelException.class)
                    .hasMessageContaining("External functions are disabled");
            assertThat(System.getProperty("yes")).isNull();
            assertThat(System.getProperty("enlist.reached")).isNull();
        }
    }

    @Nested
    class Remembers {

        @Test
        void eachTextOnceForEachKind() {
            for (int i = 0; i < 10; i++) {
                assertThat(ours.<Object>evaluateSimpleExpression("kwh", context()))
                        .isEqualTo(800L);
                assertThat(ours.evaluateSimpleUnaryTests("kwh", "kwh", context()))
                        .isTrue();
            }

            assertThat(ours.parses()).isEqualTo(2);
            assertThat(ours.cached()).isEqualTo(2);
        }

        @Test
        void aTextThatCannotBeParsed() {
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> ours.evaluateSimpleExpression("1 +", context()))
                        .isInstanceOf(FeelException.class);
            }

            assertThat(ours.parses()).isEqualTo(1);
            assertThat(ours.cached()).isEqualTo(1);
        }

        @Test
        void noMoreThanTheBound() {
            for (int i = 0; i < 40_000; i++) {
                ours.evaluateSimpleExpression("\"" + i + "\"", context());
            }
            assertThat(ours.cached()).isBetween(10_000L, 35_000L);
            assertThat(ours.cachedWeight()).isLessThanOrEqualTo(CachedFeelEngine.MAXIMUM_WEIGHT);

            String longText = "x".repeat((int) CachedFeelEngine.MAXIMUM_WEIGHT / 10);
            for (int i = 0; i < 30; i++) {
                ours.evaluateSimpleExpression("\"" + i + longText + "\"", context());
            }
            assertThat(ours.cachedWeight()).isLessThanOrEqualTo(CachedFeelEngine.MAXIMUM_WEIGHT);
        }

        @Test
        void nothingOfTheVariables() {
            for (int kwh : new int[] {1, 800, 1}) {
                VariableContext variables =
                        Variables.createVariables().putValue("kwh", kwh).asVariableContext();
                assertThat(ours.<Object>evaluateSimpleExpression("kwh + 1", variables))
                        .isEqualTo(kwh + 1L);
                assertThat(ours.evaluateSimpleUnaryTests("> 100", "kwh", variables))
                        .isEqualTo(kwh > 100);
            }
        }

        /** The collector of an evaluation contains only its own failed assertions. */
        @Test
        void nothingOfEarlierFailures() {
            assertThatThrownBy(() -> ours.evaluateSimpleExpression("assert(kwh, false)", context()))
                    .isInstanceOf(FeelException.class);

            assertThat(ours.<Object>evaluateSimpleExpression("kwh", context())).isEqualTo(800L);
        }

        /** With one collector for all evaluations, the time grew with the square of their number. */
        @Test
        @Timeout(60)
        void noFailuresThatWouldSlowLaterOnes() {
            for (int i = 0; i < 200_000; i++) {
                ours.evaluateSimpleExpression("missing", context());
            }
        }
    }

    @Test
    void manyThreadsGetTheResultsOfTheirOwnVariables() throws Exception {
        int threads = 16;
        List<String> texts = IntStream.range(0, 60)
                .mapToObj(i -> switch (i % 4) {
                    case 0 -> "sum(for x in 1..%d return x * kwh)".formatted(i + 1);
                    case 1 -> "assert(kwh, kwh < %d)".formatted(i * 20);
                    case 2 -> "[missing, customer, tags, kwh][%d]".formatted(i % 5);
                    default -> "kwh + %d +".formatted(i);
                })
                .distinct()
                .toList();
        List<VariableContext> contexts = IntStream.range(0, threads)
                .mapToObj(thread -> {
                    Map<String, Object> variables = variables();
                    variables.put("kwh", thread * 75);
                    return Variables.fromMap(variables).asVariableContext();
                })
                .toList();
        List<List<FeelOutcome>> expected = contexts.stream()
                .map(context -> outcomes(stock, texts, context))
                .toList();

        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Object>> all = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int own = thread;
                all.add(executor.submit(() -> {
                    together.await(30, TimeUnit.SECONDS);
                    for (int round = 0; round < 20; round++) {
                        assertThat(outcomes(ours, texts, contexts.get(own))).isEqualTo(expected.get(own));
                    }
                    return null;
                }));
            }
            for (Future<Object> done : all) {
                done.get(60, TimeUnit.SECONDS);
            }
        } finally {
            executor.shutdownNow();
        }
        assertThat(new HashSet<>(expected)).hasSize(threads);
        assertThat(ours.parses()).isEqualTo(texts.size());
        assertThat(ours.cached()).isEqualTo(texts.size());
    }

    private static List<FeelOutcome> outcomes(FeelEngine engine, List<String> texts, VariableContext context) {
        return texts.stream()
                .map(text -> FeelOutcome.of(() -> engine.evaluateSimpleExpression(text, context)))
                .toList();
    }

    @Nested
    class InADmnEngine {

        @Test
        void decidesTheTableAsTheStockEngineDoes() {
            DmnEngine stockEngine = dmnEngine(new ScalaFeelEngineFactory(List.of(FUNCTIONS)));
            DmnEngine ourEngine = dmnEngine(new CachedFeelEngineFactory(List.of(FUNCTIONS)));
            DmnDecision stockTable =
                    DecisionTableFixture.eightRulesOverSixInputs().parsedBy(stockEngine);
            DmnDecision ourTable =
                    DecisionTableFixture.eightRulesOverSixInputs().parsedBy(ourEngine);
            Set<Object> verdicts = new HashSet<>();

            for (Object state : Arrays.asList("NY", "TX", null, 1)) {
                for (Object kwh : Arrays.asList(1, 100, 5001, "800", null)) {
                    for (Object slugs : Arrays.asList(List.of("tesla"), List.of("acme"), "tesla", null)) {
                        for (Object type : Arrays.asList("residential", "industrial", null)) {
                            for (Object active : Arrays.asList(true, false, null, "true")) {
                                Map<String, Object> variables = new HashMap<>();
                                variables.put("state", state);
                                variables.put("monthlyKwh", kwh);
                                variables.put("manufacturerSlugs", slugs);
                                variables.put("customerType", type);
                                variables.put("programActive", active);
                                variables.put("tags", List.of("a"));
                                FeelOutcome expected =
                                        FeelOutcome.of(() -> stockEngine.evaluateDecisionTable(stockTable, variables));
                                assertThat(FeelOutcome.of(() -> ourEngine.evaluateDecisionTable(ourTable, variables)))
                                        .as("%s", variables)
                                        .isEqualTo(expected);
                                verdicts.add(ourEngine
                                        .evaluateDecisionTable(ourTable, variables)
                                        .getSingleResult()
                                        .getSingleEntry());
                            }
                        }
                    }
                }
            }
            assertThat(verdicts).as("the inputs reach most rules").hasSizeGreaterThan(5);
        }

        /**
         * Calls what the process engine does with a configuration that a plugin set, before it builds its DMN engine.
         */
        @Test
        void staysInPlaceWhenTheProcessEngineConfiguresIt() {
            DefaultDmnEngineConfiguration configuration =
                    (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
            configuration.setFeelEngineFactory(new CachedFeelEngineFactory());

            new DmnEngineConfigurationBuilder(configuration)
                    .dmnHistoryEventProducer(new DefaultDmnHistoryEventProducer())
                    .scriptEngineResolver(language -> null)
                    .elProvider(expression -> null)
                    .feelCustomFunctionProviders(List.of(FUNCTIONS))
                    .enableFeelLegacyBehavior(false)
                    .build()
                    .buildEngine();

            assertThat(configuration.getFeelEngine()).isInstanceOf(CachedFeelEngine.class);
        }

        @Test
        void knowsTheBuiltInFunctionsAloneWhereTheProcessEngineHasNoOthers() {
            var untouched = new StandaloneInMemProcessEngineConfiguration().getDmnFeelCustomFunctionProviders();
            assertThat(untouched).isNullOrEmpty();

            FeelEngine engine = new CachedFeelEngineFactory(untouched).createInstance();

            assertThat(engine.<Object>evaluateSimpleExpression("count([1])", context()))
                    .isEqualTo(1L);
            assertThat(engine.<Object>evaluateSimpleExpression("twice(1)", context()))
                    .isNull();
        }
    }

    static DmnEngine dmnEngine(FeelEngineFactory factory) {
        DefaultDmnEngineConfiguration configuration =
                (DefaultDmnEngineConfiguration) DmnEngineConfiguration.createDefaultDmnEngineConfiguration();
        configuration.setFeelEngineFactory(factory);
        return configuration.buildEngine();
    }

    private static FeelOutcome called(Callable<FeelOutcome> outcome) {
        try {
            return outcome.call();
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }
}
