package dev.enlist.shared.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.enlist.shared.paging.ListQuery;
import dev.enlist.shared.problem.Fault;
import dev.enlist.shared.problem.InvalidInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.domain.Sort;

class ListParametersTests {

    private static final Map<String, String> SORTABLE = Map.of("createdAt", "createdAt", "name", "person.name");

    private static ListQuery query(String... parameters) {
        return ListParameters.read(map(parameters), SORTABLE);
    }

    private static List<Fault> faults(String... parameters) {
        return catchThrowableOfType(InvalidInput.class, () -> query(parameters)).faults();
    }

    private static Map<String, String> map(String... parameters) {
        Map<String, String> map = new java.util.HashMap<>();
        for (int i = 0; i < parameters.length; i += 2) {
            map.put(parameters[i], parameters[i + 1]);
        }
        return map;
    }

    @Test
    void beginsAtPageZeroWithTwentyInOrderOfCreation() {
        assertThat(query()).isEqualTo(new ListQuery(0, 20, null, Sort.by("id")));
    }

    @Test
    void takesWhatIsAskedFor() {
        assertThat(query("page", "3", "perPage", "500")).isEqualTo(new ListQuery(3, 500, null, Sort.by("id")));
    }

    @ParameterizedTest
    @CsvSource({
        "page, -1",
        "page, one",
        "page, 1.5",
        "page, ''",
        "page, 99999999999",
        "perPage, 0",
        "perPage, 501",
        "perPage, -5"
    })
    void refusesOtherNumbers(String name, String value) {
        assertThat(faults(name, value)).extracting(Fault::pointer).containsExactly("/" + name);
    }

    @Test
    void reachesAMillionItemsByNumberAndNoFurther() {
        assertThat(query("page", "2000", "perPage", "500").page()).isEqualTo(2000);
        assertThat(faults("page", "2001", "perPage", "500"))
                .containsExactly(new Fault("/page", "reaches beyond 1000000 items; walk the list with after"));
        assertThat(faults("page", "2147483647", "perPage", "500"))
                .as("a product beyond an int")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "name, ASC",
        "+name, ASC",
        "-name, DESC",
        "'name,asc', ASC",
        "'name,desc', DESC",
    })
    void sortsByTheFieldBehindTheNameAndThenTheSameWayById(String wanted, Sort.Direction direction) {
        assertThat(query("sort", wanted).sort()).isEqualTo(Sort.by(direction, "person.name", "id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "person.name", "id", "name;drop table", "-", "NAME"})
    void sortsByNothingThatIsNotListed(String wanted) {
        assertThat(faults("sort", wanted)).containsExactly(new Fault("/sort", "must be one of createdAt, name"));
    }

    @Test
    void walksByKeyFromTheBeginningOrFromAnId() {
        assertThat(query("after", "").after()).isEmpty();
        assertThat(query("after", "cllgn0u4r000008l7eazybfbo").after()).isEqualTo("cllgn0u4r000008l7eazybfbo");
        assertThat(faults("after", "12")).containsExactly(new Fault("/after", "must be an id"));
    }

    @Test
    void walksByKeyInOrderOfCreationOnly() {
        assertThat(faults("after", "", "sort", "name"))
                .extracting(Fault::pointer)
                .containsExactly("/sort");
    }

    @Test
    void tellsEveryFaultAtOnce() {
        assertThat(faults("page", "x", "perPage", "1000", "after", "y", "sort", "z"))
                .extracting(Fault::pointer)
                .contains("/page", "/perPage", "/after", "/sort");
    }
}
