package dev.enlist.application;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.application.FormBrowser.Page;
import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A form with a field of every type becomes the enrollment that the API creates from the same facts. */
@EnlistIT
class FormFieldTypesIT {

    private static final String FORM = """
            {"pages": [{"title": "All types", "fields": [
              {"name": "firstName", "type": "text", "label": "First name", "required": true},
              {"name": "lastName", "type": "text", "label": "Last name", "required": true},
              {"name": "email", "type": "email", "label": "E-mail", "required": true},
              {"name": "phone", "type": "phone", "label": "Phone", "required": true},
              {"name": "address", "type": "address", "label": "Address", "required": true},
              {"name": "device", "type": "device", "label": "Battery", "required": true,
               "options": [{"value": "tesla", "label": "Tesla"}, {"value": "enphase", "label": "Enphase"}]},
              {"name": "referenceId", "type": "text", "label": "Account", "required": true},
              {"name": "tags", "type": "multiChoice", "label": "Tags",
               "options": [{"value": "solar", "label": "Solar"}, {"value": "low-income", "label": "Low income"}]},
              {"name": "metadata.note", "type": "longText", "label": "Note"},
              {"name": "metadata.monthlyKwh", "type": "number", "label": "Use", "min": 1},
              {"name": "metadata.people", "type": "integer", "label": "People"},
              {"name": "metadata.price", "type": "money", "label": "Price"},
              {"name": "metadata.since", "type": "date", "label": "Since"},
              {"name": "metadata.owner", "type": "boolean", "label": "Owner"},
              {"name": "metadata.kind", "type": "choice", "label": "Kind",
               "options": [{"value": "house", "label": "House"}, {"value": "flat", "label": "Flat"}]},
              {"name": "metadata.uses", "type": "multiChoice", "label": "Uses",
               "options": [{"value": "heat", "label": "Heat"}, {"value": "car", "label": "Car"}, {"value": "pool", "label": "Pool"}]},
              {"name": "metadata.agree", "type": "consent", "label": "I agree", "required": true},
              {"name": "terms", "type": "consent", "label": "I accept the terms", "required": true},
              {"name": "documents.bill", "type": "file", "label": "Bill", "required": true}]}]}
            """;

    private static final List<String> FACTS = List.of(
            "identificationType",
            "firstName",
            "lastName",
            "phone",
            "address",
            "manufacturerSlugs",
            "serialNumber",
            "tags",
            "referenceId",
            "meta",
            "language");

    @Autowired
    Worlds worlds;

    @Test
    void everyTypeArrivesAsByTheApi() {
        World world = worlds.organization();
        PublicForm form = PublicForm.of(
                world,
                instance -> instance.set("formConfig", Json.object(FORM)),
                settings -> settings.putArray("languages").add("en"));
        FormBrowser browser = form.browser();
        Page page = form.begin(browser);

        Page uploaded = browser.upload(
                page,
                form.root() + "/pages/1",
                single(typed()),
                "documents.bill",
                "bill.txt",
                "The bill of March".getBytes(StandardCharsets.UTF_8));
        assertThat(uploaded.text()).contains("bill.txt");
        Page check = browser.post(browser.get(form.root() + "/pages/1"), form.root() + "/pages/1", typed());
        assertThat(check.text()).contains("Check your answers", "Heat Pool", "1,250.5", "May 1, 2024");
        Page result = browser.post(check, form.root() + "/check", Map.of());
        assertThat(result.text()).contains("Application received", "Documents sent: 1");
        String other = world.instance(world.program(), instance -> {});
        JsonNode byApi = world.api()
                .get("/enrollments/" + world.enroll(other, sent()).path("id").asText())
                .ok();

        JsonNode byForm = world.api()
                .get("/enrollments/" + form.enrollments().get(0).path("id").asText())
                .ok();

        assertThat(facts(byForm)).isEqualTo(facts(byApi));
        assertThat(byForm.at("/eligibility/status").asText()).isEqualTo("submitted");
        assertThat(byForm.path("termsVersionAccepted").asInt()).isEqualTo(1);
    }

    private static Map<String, JsonNode> facts(JsonNode enrollment) {
        Map<String, JsonNode> facts = new LinkedHashMap<>();
        FACTS.forEach(name -> facts.put(name, enrollment.path(name)));
        return facts;
    }

    /** The same without controls of which several values are chosen, for a form with a file. */
    private static Map<String, String> single(Map<String, String> typed) {
        Map<String, String> single = new LinkedHashMap<>(typed);
        single.replaceAll((name, value) -> value.split(FormBrowser.SEVERAL)[0]);
        single.put("upload", "upload");
        return single;
    }

    private static Map<String, String> typed() {
        Map<String, String> typed = new LinkedHashMap<>(PublicForm.person(Cuid.next() + "@example.com"));
        typed.put("address.streetOne", "123 Main St");
        typed.put("address.streetTwo", "Apt 4");
        typed.put("address.city", "New York");
        typed.put("address.state", "new york");
        typed.put("address.postalCode", "10001");
        typed.put("address.country", "");
        typed.put("device.manufacturer", "tesla");
        typed.put("device.serialNumber", "1118431-00-L");
        typed.put("referenceId", "A-17");
        typed.put("tags", "solar" + FormBrowser.SEVERAL + "low-income");
        typed.put("metadata.note", "Two\r\nlines");
        typed.put("metadata.monthlyKwh", "1,640.5 kWh");
        typed.put("metadata.people", "3");
        typed.put("metadata.price", "$1,250.50");
        typed.put("metadata.since.day", "1");
        typed.put("metadata.since.month", "May");
        typed.put("metadata.since.year", "2024");
        typed.put("metadata.owner", "true");
        typed.put("metadata.kind", "house");
        typed.put("metadata.uses", "heat" + FormBrowser.SEVERAL + "pool");
        typed.put("metadata.agree", "true");
        typed.put("terms", "true");
        return typed;
    }

    private static ObjectNode sent() {
        ObjectNode person = Json.object("""
                {"identificationType": "customerInfo", "firstName": "Suzie", "lastName": "Homeowner",
                 "phone": "+12125550100",
                 "address": {"streetOne": "123 Main St", "streetTwo": "Apt 4", "city": "New York", "state": "NY",
                             "postalCode": "10001"},
                 "manufacturerSlugs": ["tesla"], "serialNumber": "1118431-00-L", "referenceId": "A-17",
                 "tags": ["solar", "low-income"], "language": "en",
                 "metadata": {"note": "Two\\nlines", "monthlyKwh": 1640.5, "people": 3, "price": 1250.50,
                              "since": "2024-05-01", "owner": true, "kind": "house", "uses": ["heat", "pool"],
                              "agree": true}}
                """);
        return person.put("email", Cuid.next() + "@example.com");
    }
}
