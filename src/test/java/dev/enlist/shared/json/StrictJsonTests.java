package dev.enlist.shared.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.annotation.JsonAlias;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import dev.enlist.shared.validation.FreeJson;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a caller may send, and how each thing wrong with it is named. */
class StrictJsonTests {

    record Person(
            @NotBlank @Size(max = 20) String name,
            Integer age,
            Long steps,
            Boolean active,
            @Positive BigDecimal kwh,
            Instant since,
            @Size(max = 3) List<@NotNull @Size(min = 1, max = 5) String> tags,
            @Valid Home home,
            @Valid List<Home> others,
            @FreeJson Map<String, Object> metadata) {}

    record Home(
            @Size(min = 2, max = 2) String state,
            Integer rooms,
            @Size(max = 2) @JsonAlias("names") List<@Size(min = 1) String> owners) {

        Home(String state, Integer rooms) {
            this(state, rooms, null);
        }
    }

    private static final Validator VALIDATOR =
            Validation.buildDefaultValidatorFactory().getValidator();

    private final StrictJson json = new StrictJson(VALIDATOR);

    private Person read(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    private Person read(byte[] body) {
        try {
            return json.read(new ByteArrayInputStream(body), Person.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Fault> faults(String body) {
        InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> read(body));
        assertThat(refusal).as("refusal of " + body).isNotNull();
        return refusal.faults();
    }

    private List<String> pointers(String body) {
        return faults(body).stream().map(Fault::pointer).toList();
    }

    @Test
    void readsWhatIsSound() {
        Person person = read("""
                {"name": "Ada", "age": 36, "steps": 9007199254740993, "active": true, "kwh": 640.50,
                 "since": "2026-01-31", "tags": ["a", "b"], "home": {"state": "NY", "rooms": 4},
                 "others": [{"state": "NJ"}], "metadata": {"deep": {"list": [1, 2.5, null, "x"]}}}
                """);

        assertThat(person.name()).isEqualTo("Ada");
        assertThat(person.age()).isEqualTo(36);
        assertThat(person.steps()).isEqualTo(9007199254740993L);
        assertThat(person.active()).isTrue();
        assertThat(person.kwh()).isEqualByComparingTo("640.50");
        assertThat(person.since()).isEqualTo("2026-01-31T00:00:00Z");
        assertThat(person.tags()).containsExactly("a", "b");
        assertThat(person.home()).isEqualTo(new Home("NY", 4));
        assertThat(person.others()).containsExactly(new Home("NJ", null));
        assertThat(person.metadata().toString()).isEqualTo("{deep={list=[1, 2.5, null, x]}}");
    }

    @Test
    void readsWhatIsAbsentOrNullAsNothing() {
        assertThat(read("{\"name\": \"Ada\", \"age\": null, \"home\": null, \"tags\": null}"))
                .isEqualTo(new Person("Ada", null, null, null, null, null, null, null, null, null));
    }

    @Test
    void tellsEveryFaultAtOnceEachAtItsPlace() {
        assertThat(pointers("""
                {"name": 7, "age": "36", "steps": 1.5, "active": "yes", "kwh": "many", "since": "soon",
                 "tags": ["a", 2, "much too long"], "home": {"state": "New York", "rooms": [], "pool": true},
                 "others": [{"state": "NY"}, {"state": 1}, 5], "metadata": [], "nickname": {"a": [1]}}
                """))
                .containsExactlyInAnyOrder(
                        "/name",
                        "/age",
                        "/steps",
                        "/active",
                        "/kwh",
                        "/since",
                        "/tags/1",
                        "/tags/2",
                        "/home/state",
                        "/home/rooms",
                        "/home/pool",
                        "/others/1/state",
                        "/others/2",
                        "/metadata",
                        "/nickname");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "name;     7;           must be a text",
                "name;     true;        must be a text",
                "name;     {};          must be a text",
                "name;     [`a`];       must be a text",
                "age;      '36';        must be a whole number",
                "age;      '';          must be a whole number",
                "age;      1.5;         must be a whole number",
                "age;      1e400000;    must be a whole number",
                "age;      99999999999; must be a whole number",
                "age;      true;        must be a whole number",
                "age;      {};          must be a whole number",
                "age;      [];          must be a whole number",
                "steps;    1.5;         must be a whole number",
                "steps;    99999999999999999999; must be a whole number",
                "active;   'true';      must be true or false",
                "active;   1;           must be true or false",
                "active;   '';          must be true or false",
                "active;   [];          must be true or false",
                "kwh;      '1';         must be a number",
                "kwh;      true;        must be a number",
                "kwh;      {};          must be a number",
                "since;    1767225600;  must be a date or a date and time",
                "since;    {};          must be a date or a date and time",
                "tags;     'a';         must be a list",
                "tags;     {};          must be a list",
                "tags;     1;           must be a list",
                "home;     'a';         must be an object",
                "home;     '';          must be an object",
                "home;     1;           must be an object",
                "home;     [];          must be an object",
                "home;     [{}];        must be an object",
                "others;   {};          must be a list",
                "metadata; 'a';         must be an object",
                "metadata; '';          must be an object",
                "metadata; 1;           must be an object",
                "metadata; [];          must be an object",
            })
    void saysWhatAValueMustBe(String member, String value, String message) {
        String body = "{\"" + member + "\": " + value.replace('\'', '"').replace('`', '"') + ", \"zebra\": 1}";

        assertThat(faults(body))
                .contains(new Fault("/zebra", "is not a known member here"))
                .filteredOn(fault -> fault.pointer().equals("/" + member))
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).startsWith(message));
    }

    @Test
    void pointsIntoNestedLists() {
        assertThat(pointers("{\"name\": \"Ada\", \"tags\": [[\"a\"], {}, \"\"]}"))
                .contains("/tags/0", "/tags/1", "/tags/2");
        assertThat(pointers("{\"name\": \"Ada\", \"others\": [[], {\"rooms\": [[1]]}]}"))
                .containsExactlyInAnyOrder("/others/0", "/others/1/rooms");
    }

    @Test
    void staysBusyWithOneDocumentOnlySoLong() {
        String many = "\"\",".repeat(9_999) + "\"\"";

        assertThat(pointers("{\"name\": \"Ada\", \"others\": [" + many + "]}"))
                .hasSizeBetween(2, 101)
                .filteredOn(pointer -> !pointer.isEmpty())
                .allMatch(pointer -> pointer.startsWith("/others/"));
    }

    /** Those that come before the last one that a constructor needs are read out of a buffer. */
    @Test
    void pointsAtUnknownMembersWhereverTheyCome() {
        assertThat(pointers("{\"zebra\": {\"a\": [{}]}, \"home\": {\"pool\": {\"deep\": 1}}, \"name\": \"Ada\"}"))
                .containsExactlyInAnyOrder("/zebra", "/home/pool");
        assertThat(pointers("{\"name\": \"Ada\", \"zebra\": [[1]], \"others\": [{\"pool\": {}}]}"))
                .containsExactlyInAnyOrder("/zebra", "/others/0/pool");
    }

    @Test
    void suggestsTheNameThatWasMeant() {
        assertThat(faults("{\"nmae\": \"Ada\", \"activ\": true}"))
                .contains(
                        new Fault("/nmae", "is not a known member here; did you mean name?"),
                        new Fault("/activ", "is not a known member here; did you mean active?"));
    }

    @Test
    void refusesAMemberUnderBothOfItsNames() {
        assertThat(faults("{\"name\": \"Ada\", \"home\": {\"owners\": [\"a\"], \"names\": [\"b\"]}}"))
                .containsExactly(new Fault("/home/names", "is another name of owners; send one of them"));
    }

    @Test
    void escapesNamesInPointers() {
        assertThat(pointers("{\"name\": \"Ada\", \"a/b~c\": 1}")).containsExactly("/a~1b~0c");
    }

    @Test
    void tellsBrokenConstraintsBesideWrongTypesButNotTwiceOfOneValue() {
        assertThat(pointers("{\"name\": 7, \"kwh\": -1, \"home\": {\"state\": \"NYC\"}}"))
                .containsExactlyInAnyOrder("/name", "/kwh", "/home/state");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"text\"", "null", "true", "[{\"name\": \"Ada\"}]"})
    void wantsAnObject(String body) {
        assertThat(faults(body)).containsExactly(new Fault("", "must be a JSON object"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n"})
    void wantsABody(String body) {
        assertThat(faults(body)).containsExactly(new Fault("", "a JSON object is expected, the body is empty"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"name\": }",
                "{\"name\": \"Ada\",}",
                "{name: \"Ada\"}",
                "{'name': 'Ada'}",
                "{\"name\": \"Ada\"} {}",
                "{\"name\": \"Ada\"} trailing",
                "{\"name\": \"Ada\"}]",
                "{\"name\": \"Ada\", \"name\": \"Bob\"}",
                "{\"name\": \"Ada\", \"metadata\": {\"a\": 1, \"a\": 2}}",
                "{\"name\": NaN}",
                "{\"age\": 01}",
                "{\"name\": \"a\nb\"}",
                "{\"name\": \"\\x\"}",
                "// comment\n{}",
                "\uFEFF\uFEFF{}",
            })
    void wantsWellFormedJsonWithEachMemberOnce(String body) {
        assertThat(faults(body)).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEmpty();
            assertThat(fault.message()).startsWith("is not well-formed JSON: ").doesNotContain("dev.enlist");
        });
    }

    @Test
    void wantsUtf8() {
        byte[] body = {'{', '"', 'n', 'a', 'm', 'e', '"', ':', '"', (byte) 0xC3, (byte) 0x28, '"', '}'};

        InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> read(body));

        assertThat(refusal.faults())
                .singleElement()
                .satisfies(fault -> assertThat(fault.message()).startsWith("is not well-formed JSON"));
    }

    @Nested
    class RefusesWhatTheDatabaseCannotStore {

        @Test
        void theNullCharacter() {
            assertThat(faults("{\"name\": \"A\\u0000da\", \"tags\": [\"a\", \"\\u0000\"]}"))
                    .containsExactlyInAnyOrder(
                            new Fault("/name", "must not contain the character U+0000"),
                            new Fault("/tags/1", "must not contain the character U+0000"));
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": {\"b\": \"\\u0000\"}}}"))
                    .containsExactly("/metadata/a/b");
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": {\"\\u0000\": 1}}}"))
                    .containsExactly("/metadata");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\\ud800", "\\udc00", "x\\ud83dx", "\\ude00\\ud83d"})
        void halfOfASurrogatePair(String half) {
            assertThat(faults("{\"name\": \"" + half + "\"}"))
                    .containsExactly(new Fault("/name", "must not contain half of a surrogate pair"));
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": [\"" + half + "\"]}}"))
                    .containsExactly("/metadata/a/0");
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"" + half + "\": 1}}"))
                    .as("in a name, where the parser sees to it")
                    .containsExactly("");
        }

        @Test
        void butNotAWholePair() {
            assertThat(read("{\"name\": \"\\ud83d\\ude00\"}").name()).isEqualTo("😀");
        }
    }

    @Nested
    @Timeout(5)
    class StaysSmall {

        @Test
        void refusesDeepNesting() {
            String deep = "[".repeat(50_000) + "]".repeat(50_000);

            assertThat(pointers("{\"metadata\": " + deep + "}")).containsExactly("");
            assertThat(pointers("{\"zebra\": " + "{\"a\":".repeat(50_000) + "1" + "}".repeat(50_001)))
                    .containsExactly("");
        }

        @Test
        void refusesFreeObjectsBeyondTheirBounds() {
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": " + "{\"a\":".repeat(12) + "1" + "}".repeat(13)))
                    .containsExactly("/metadata");
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": \"" + "x".repeat(40_000) + "\"}}"))
                    .containsExactly("/metadata");
        }

        @Test
        void refusesAMegabyteOfText() {
            assertThat(pointers("{\"name\": \"" + "x".repeat(1_000_000) + "\"}"))
                    .containsExactly("/name");
        }

        @Test
        void namesAHundredFaultsAndCountsTheOthers() {
            String members = IntStream.range(0, 60_000)
                    .mapToObj(n -> "\"m" + n + "\": 1")
                    .collect(Collectors.joining(","));

            List<Fault> faults = faults("{" + members + "}");

            assertThat(faults).hasSize(InvalidInput.MAX_FAULTS + 1);
            assertThat(faults.get(InvalidInput.MAX_FAULTS))
                    .isEqualTo(new Fault("", "and 59901 more; correct those above first"));
        }

        @Test
        void checksLengthsBeforeElements() {
            for (String element : List.of("1", "\"a\"", "null", "\"much too long\"")) {
                String many = (element + ",").repeat(60_000) + element;

                assertThat(faults("{\"name\": \"Ada\", \"tags\": [" + many + "]}"))
                        .containsExactly(new Fault("/tags", "has 60001 elements; at most 3 are accepted"));
            }
            assertThat(faults("{\"name\": \"Ada\", \"others\": [" + "{},".repeat(20_000) + "{}]}"))
                    .containsExactly(new Fault("/others", "has 20001 elements; at most 10000 are accepted"));
            assertThat(pointers("{\"name\": \"Ada\", \"others\": [{\"names\": [1, 1, 1]}]}"))
                    .containsExactly("/others/0/names");
        }

        @Test
        void refusesMoreValuesThanAnyDocumentNeeds() {
            assertThat(faults("{\"zebra\": [" + "1,".repeat(400_000) + "1]}"))
                    .singleElement()
                    .satisfies(fault -> assertThat(fault.message())
                            .contains("at most 100 levels, 200000 values")
                            .doesNotContain("StreamReadConstraints"));
        }

        @Test
        void repeatsNoLongNamesInItsAnswer() {
            String name = "n".repeat(6_000);
            String nulls = "\"\\u0000\",".repeat(850) + "1";

            List<Fault> faults = faults("{\"name\": \"Ada\", \"metadata\": {\"" + name + "\": [" + nulls + "]}}");

            assertThat(faults.stream()
                            .mapToInt(fault ->
                                    fault.pointer().length() + fault.message().length())
                            .sum())
                    .isLessThan(20_000);
            assertThat(faults.get(0).pointer()).isEqualTo("/metadata");
        }

        @Test
        void doesNotWriteOutNumbersOfAStrangeScale() {
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": 1e400000}}"))
                    .containsExactly("/metadata");
            assertThat(pointers("{\"name\": \"Ada\", \"metadata\": {\"a\": 1e-400000}}"))
                    .containsExactly("/metadata");
            assertThat(pointers("{\"name\": 1e400000, \"age\": 1e400000}")).containsExactlyInAnyOrder("/name", "/age");
        }

        @Test
        void refusesNumbersOfAThousandDigits() {
            assertThat(pointers("{\"kwh\": " + "9".repeat(1001) + "}")).containsExactly("");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-01-31T00:00:00Z",
        "2026-01-31T12:30:00Z, 2026-01-31T12:30:00Z",
        "2026-01-31T12:30:00+02:00, 2026-01-31T10:30:00Z",
        "2026-01-31T12:30Z, 2026-01-31T12:30:00Z",
        "' 2026-01-31 ', 2026-01-31T00:00:00Z",
        "2024-02-29, 2024-02-29T00:00:00Z",
        "1900-01-01, 1900-01-01T00:00:00Z",
    })
    void readsDates(String text, Instant moment) {
        assertThat(read("{\"name\": \"Ada\", \"since\": \"" + text + "\"}").since())
                .isEqualTo(moment);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "2026-02-29",
                "2026-13-01",
                "31.01.2026",
                "2026-01-31T12:30:00",
                "1899-12-31",
                "0000-01-01",
                "+10000-01-01",
                "2026-01-31T25:00:00Z",
                "2026-01-31T00:00:00+99:00",
                "1767225600",
                "+1000000000-12-31T23:59:59.999999999Z"
            })
    void refusesWhatIsNoDate(String text) {
        assertThat(faults("{\"name\": \"Ada\", \"since\": \"" + text + "\"}"))
                .containsExactly(new Fault("/since", InstantParser.EXPECTED));
    }

    @Test
    void writesWhatItWouldRead() {
        Person person = read("{\"name\": \"Ada\", \"since\": \"2026-01-31\", \"kwh\": 1.50}");

        assertThat(json.read(json.write(person), Person.class)).isEqualTo(person);
        assertThat(json.toMap(person)).containsEntry("name", "Ada").containsEntry("since", "2026-01-31T00:00:00Z");
    }
}
