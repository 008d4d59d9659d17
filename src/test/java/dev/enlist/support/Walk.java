package dev.enlist.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Pages through lists by cursor and by page number, and checks the guarantees of every list. */
public final class Walk {

    private Walk() {}

    /** The ids reached by {@code after}, page by page. */
    public static List<String> byKey(Api api, String list, int perPage) {
        List<String> ids = new ArrayList<>();
        String after = "";
        while (after != null) {
            JsonNode page = api.get(list + separator(list) + "perPage=" + perPage + "&after=" + after)
                    .ok();
            assertThat(page.path("data").size()).isLessThanOrEqualTo(perPage);
            assertThat(page.path("page").isNull()).isTrue();
            page.path("data").forEach(item -> ids.add(item.path("id").asText()));
            after = page.path("next").isNull() ? null : page.path("next").asText();
        }
        return ids;
    }

    /** The ids reached by page number; also checks the numbers that come with each page. */
    public static List<String> byNumber(Api api, String list, int perPage) {
        List<String> ids = new ArrayList<>();
        int totalPages = 1;
        for (int number = 0; number < totalPages; number++) {
            JsonNode page = api.get(list + separator(list) + "perPage=" + perPage + "&page=" + number)
                    .ok();
            assertThat(page.path("page").asInt()).isEqualTo(number);
            assertThat(page.path("perPage").asInt()).isEqualTo(perPage);
            page.path("data").forEach(item -> ids.add(item.path("id").asText()));
            totalPages = page.path("totalPages").asInt();
            long totalItems = page.path("totalItems").asLong();
            assertThat(totalPages).isEqualTo((int) ((totalItems + perPage - 1) / perPage));
            boolean last = number == totalPages - 1;
            assertThat(page.path("data").size())
                    .isEqualTo(last ? (int) (totalItems - (long) perPage * number) : perPage);
        }
        assertThat(api.get(list + separator(list) + "perPage=" + perPage + "&page=" + totalPages)
                        .ok()
                        .path("data"))
                .isEmpty();
        return ids;
    }

    /** Both kinds of paging return each of these once and nothing else, by key in the order given. */
    public static void reachesExactly(Api api, String list, List<String> ids) {
        for (int perPage : new int[] {1, 2, 3, ids.size(), 500}) {
            assertThat(byKey(api, list, perPage)).containsExactlyElementsOf(ids);
            assertThat(byNumber(api, list, perPage)).containsExactlyElementsOf(ids);
        }
        assertThat(new HashSet<>(ids)).hasSize(ids.size());
    }

    /** Page numbers out of range and invalid cursors are reported by name. */
    public static void refusesWrongNumbers(Api api, String list) {
        String and = list + separator(list);
        for (String perPage : List.of("0", "-1", "501", "x", "1.5", "", "99999999999")) {
            assertThat(api.get(and + "perPage=" + perPage).faults()).containsExactly("/perPage");
        }
        for (String page : List.of("-1", "x", "1e3", "99999999999", "1000001")) {
            assertThat(api.get(and + "page=" + page + "&perPage=2").faults()).containsExactly("/page");
        }
        assertThat(api.get(and + "after=nonsense").faults()).containsExactly("/after");
        assertThat(api.get(and + "sort=nonsense").faults()).containsExactly("/sort");
        assertThat(api.get(and + "after=&sort=createdAt").faults()).containsExactly("/sort");
        assertThat(api.get(and + "page=-1&perPage=0&sort=x&after=y").faults())
                .containsExactlyInAnyOrder("/page", "/perPage", "/sort", "/sort", "/after");
        JsonNode defaults = api.get(list).ok();
        assertThat(defaults.path("page").asInt()).isZero();
        assertThat(defaults.path("perPage").asInt()).isEqualTo(20);
        assertThat(api.get(and + "perPage=500").ok().path("perPage").asInt()).isEqualTo(500);
    }

    private static String separator(String list) {
        return list.contains("?") ? "&" : "?";
    }
}
