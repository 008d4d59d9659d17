package dev.enlist.enrollment.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.Walk;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The list of the enrollments of an instance: filters, search, order and paging. */
@EnlistIT
class EnrollmentListIT {

    @Autowired
    Worlds worlds;

    World world;
    String instance;

    @BeforeEach
    void organization() {
        world = worlds.shared(this);
        instance = world.instance();
    }

    @Test
    void isPagedByNumberAndByKey() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            ids.add(i % 2 == 0 ? world.eligibleEnrollment(instance) : world.ineligibleEnrollment(instance));
        }
        world.eligibleEnrollment(world.instance());
        Walk.reachesExactly(world.api(), list(), ids);
        Walk.refusesWrongNumbers(world.api(), list());
        Walk.reachesExactly(
                world.api(), list() + "?status=eligible", List.of(ids.get(0), ids.get(2), ids.get(4), ids.get(6)));
    }

    @Test
    void isFilteredByStatus() {
        List<String> statuses =
                List.of("candidate", "eligible", "ineligible", "submitted", "approved", "rejected", "unenrolled");
        List<String> ids = new ArrayList<>();
        for (String status : statuses) {
            ids.add(world.enrollmentIn(instance, status));
        }
        for (int i = 0; i < statuses.size(); i++) {
            assertThat(ids("status=" + statuses.get(i))).containsExactly(ids.get(i));
        }
        assertThat(ids("status=rejected,candidate")).containsExactly(ids.get(0), ids.get(5));
        assertThat(ids("status=approved,%20eligible,approved")).containsExactly(ids.get(1), ids.get(4));
        assertThat(ids("status=" + String.join(",", statuses))).containsExactlyElementsOf(ids);
        assertThat(ids("sort=status"))
                .containsExactly(ids.get(4), ids.get(0), ids.get(1), ids.get(2), ids.get(5), ids.get(3), ids.get(6));
        assertThat(ids("sort=enrollmentStartDate").subList(0, 2)).containsExactly(ids.get(4), ids.get(6));
    }

    @Test
    void isFilteredByStateTagManufacturerAndDay() {
        String ny = enroll(p -> p.putArray("tags").add("solar").add("VIP"));
        String ca = enroll(p -> {
            p.withObject("/address").put("state", "CA").put("postalCode", "90012");
            p.putArray("manufacturerSlugs").add("sonnen");
        });
        String nowhere = enroll(p -> {
            p.remove("address");
            p.remove("tags");
        });
        assertThat(ids("state=NY")).containsExactly(ny);
        assertThat(ids("state=CA")).containsExactly(ca);
        assertThat(ids("state=TX")).isEmpty();
        assertThat(ids("tag=solar")).containsExactly(ny);
        assertThat(ids("tag=sol")).isEmpty();
        assertThat(ids("tag=vip")).isEmpty();
        assertThat(ids("manufacturer=sonnen")).containsExactly(ca);
        assertThat(ids("manufacturer=tesla")).containsExactly(ny, nowhere);
        assertThat(ids("manufacturer=tesla&state=NY&tag=VIP&status=eligible")).containsExactly(ny);
        assertThat(ids("tag=%27%20or%201%3D1")).isEmpty();

        String moment =
                world.api().get("/enrollments/" + ca).ok().path("createdAt").asText();
        assertThat(ids("createdFrom=" + moment)).containsExactly(ca, nowhere);
        assertThat(ids("createdTo=" + moment)).containsExactly(ny);
        assertThat(ids("createdFrom=" + moment + "&createdTo=" + moment)).isEmpty();
        assertThat(ids("createdFrom=2000-01-01")).hasSize(3);
        assertThat(ids("createdTo=2000-01-01T00:00:00-05:00")).isEmpty();
    }

    @Test
    void isSearchedByBeginningsOfNamesAndMailsAndWholeReferences() {
        String suzie = enroll(p -> p.put("firstName", "Suzie").put("lastName", "O'Neil-50%_Off"));
        String ann = enroll(p -> p.put("firstName", "Ann").put("lastName", "Łukasz"));
        String ref = enroll(p -> p.put("firstName", "%_").put("lastName", "X").put("referenceId", "REF_100%"));
        assertThat(ids("q=suz")).containsExactly(suzie);
        assertThat(ids("q=SUZIE")).containsExactly(suzie);
        assertThat(ids("q=o%27neil")).containsExactly(suzie);
        assertThat(ids("q=%C5%82uk")).containsExactly(ann);
        assertThat(ids("q=ann%20%C5%81U")).containsExactly(ann);
        assertThat(ids("q=%C5%82ukasz%20%20an")).containsExactly(ann);
        assertThat(ids("q=ann%20x")).isEmpty();
        assertThat(ids("q=%25")).containsExactly(ref);
        assertThat(ids("q=%25_")).containsExactly(ref);
        assertThat(ids("q=o%27neil-50%25_o")).containsExactly(suzie);
        assertThat(ids("q=neil")).isEmpty();
        assertThat(ids("q=S%25e")).isEmpty();
        assertThat(ids("q=S_zie")).isEmpty();
        assertThat(ids("q=%5C")).isEmpty();
        assertThat(ids("q=REF_100%25")).containsExactly(ref);
        assertThat(ids("q=REF_100")).isEmpty();
        assertThat(ids("q=" + email(ann).substring(0, 20))).containsExactly(ann);
        assertThat(ids("q=%20%20")).hasSize(3);
        assertThat(ids("q=")).hasSize(3);
    }

    /** Totals come from counters of the database, and are omitted above a limit. */
    @Test
    void containsTheTotal() {
        String gone = world.submittedEnrollment(instance);
        world.eligibleEnrollment(instance);
        world.ineligibleEnrollment(instance);
        assertThat(total("")).isEqualTo(3);
        assertThat(total("status=submitted")).isEqualTo(1);
        assertThat(total("status=eligible,submitted")).isEqualTo(2);
        assertThat(total("state=NY")).isEqualTo(2);
        world.api().post("/enrollments/" + gone + "/approve", "{}").ok();
        assertThat(total("status=submitted")).isZero();
        assertThat(total("status=approved")).isEqualTo(1);
        world.api().patch("/enrollments/" + gone, Json.object("""
                {"address": {"state": "NJ", "postalCode": "07001"}, "tags": ["moved"]}""")).ok();
        assertThat(total("state=NY")).isEqualTo(1);
        assertThat(ids("state=NJ&tag=moved")).containsExactly(gone);
        assertThat(ids("tag=tag1")).doesNotContain(gone);
        world.api().delete("/enrollments/" + gone).expect(204);
        assertThat(total("")).isEqualTo(2);
        assertThat(ids("state=NJ")).isEmpty();
        assertThat(world.api()
                        .get("/actuator/consistency")
                        .ok()
                        .path("checks")
                        .path("talliesDisagree")
                        .asLong())
                .isZero();
    }

    private long total(String filter) {
        return world.api().get(list() + "?" + filter).ok().path("totalItems").asLong();
    }

    @Test
    void isSorted() {
        String b = enroll(p -> p.put("firstName", "B").put("lastName", "Z").put("email", "m@" + instance + ".com"));
        String a = enroll(p -> p.put("firstName", "A").put("lastName", "Y").put("email", "z@" + instance + ".com"));
        String c = enroll(p -> p.put("firstName", "C").put("lastName", "X").put("email", "a@" + instance + ".com"));
        assertThat(ids("sort=firstName")).containsExactly(a, b, c);
        assertThat(ids("sort=-firstName")).containsExactly(c, b, a);
        assertThat(ids("sort=lastName,asc")).containsExactly(c, a, b);
        assertThat(ids("sort=email")).containsExactly(c, b, a);
        assertThat(ids("sort=createdAt")).containsExactly(b, a, c);
        assertThat(ids("sort=-createdAt")).containsExactly(c, a, b);
        world.api().patch("/enrollments/" + b, Json.object("{\"tags\": []}")).ok();
        assertThat(ids("sort=-updatedAt").get(0)).isEqualTo(b);
        for (String sort : List.of("id", "metadata", "customerId", "password", "firstName;drop", "address.state", "")) {
            assertThat(world.api().get(list() + "?sort=" + sort).faults()).containsExactly("/sort");
        }
    }

    @Test
    void reportsEveryWrongFilterAtOnce() {
        assertThat(world.api()
                        .get(list() + "?status=open&createdFrom=soon&createdTo=2026-13-01&page=-1&perPage=0&sort=x")
                        .faults())
                .containsExactlyInAnyOrder("/status", "/createdFrom", "/createdTo", "/page", "/perPage", "/sort");
        for (String status : List.of("", "Eligible", "eligible;approved", "eligible,open", ",")) {
            assertThat(world.api().get(list() + "?status=" + status).faults())
                    .as(status)
                    .containsExactly("/status");
        }
    }

    private String enroll(Consumer<ObjectNode> change) {
        ObjectNode person = World.applicant();
        change.accept(person);
        return world.enroll(instance, person).path("id").asText();
    }

    private String email(String id) {
        return world.api().get("/enrollments/" + id).ok().path("email").asText();
    }

    private List<String> ids(String query) {
        List<String> ids = new ArrayList<>();
        world.api()
                .get(list() + "?" + query)
                .ok()
                .path("data")
                .forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }

    private String list() {
        return "/programInstances/" + instance + "/enrollments";
    }
}
