package dev.enlist.application;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Json;
import dev.enlist.support.World;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A published form of two pages for a program in New York, and the answers of a person who is eligible. */
record PublicForm(World world, String instanceId, String path) {

    static final String FORM = """
            {"title": {"en": "Apply for the battery rebate", "es": "Solicite la ayuda para baterías"},
             "pages": [
               {"title": {"en": "About you", "es": "Sobre usted"},
                "fields": [
                 {"name": "firstName", "type": "text", "label": {"en": "First name", "es": "Nombre"}, "required": true},
                 {"name": "lastName", "type": "text", "label": {"en": "Last name", "es": "Apellidos"}, "required": true},
                 {"name": "email", "type": "email", "label": {"en": "E-mail", "es": "Correo"}, "required": true},
                 {"name": "phone", "type": "phone", "label": {"en": "Phone", "es": "Teléfono"}}]},
               {"title": {"en": "Your home", "es": "Su casa"},
                "fields": [
                 {"name": "address", "type": "address", "label": {"en": "Where is the battery?", "es": "¿Dónde está?"}, "required": true},
                 {"name": "metadata.hasBattery", "type": "boolean", "label": {"en": "Do you have a battery?", "es": "¿Tiene batería?"}, "required": true},
                 {"name": "metadata.monthlyKwh", "type": "integer", "label": {"en": "Monthly use in kWh", "es": "Consumo mensual"},
                  "required": true, "visibleWhen": "metadata.hasBattery = true", "min": 1},
                 {"name": "documents.bill", "type": "file", "label": {"en": "Utility bill", "es": "Factura"}, "maxFiles": 2}]}]}
            """;

    static PublicForm of(World world) {
        return of(world, instance -> {}, application -> {});
    }

    static PublicForm of(World world, Consumer<ObjectNode> instance, Consumer<ObjectNode> application) {
        String path = "f-" + Cuid.next();
        String id = world.instance(world.program(), body -> {
            body.set("formConfig", Json.object(FORM));
            instance.accept(body);
        });
        ObjectNode settings = Json.object("{\"published\": true, \"languages\": [\"en\", \"es\"]}")
                .put("path", path);
        application.accept(settings);
        world.api()
                .patch("/programInstances/" + id, Json.object("{}").set("application", settings))
                .ok();
        return new PublicForm(world, id, path);
    }

    String root() {
        return "/apply/" + path;
    }

    FormBrowser browser() {
        return new FormBrowser(world.api().url());
    }

    static Map<String, String> person(String email) {
        Map<String, String> person = new LinkedHashMap<>();
        person.put("firstName", "Suzie");
        person.put("lastName", "Homeowner");
        person.put("email", email);
        person.put("phone", "(212) 555-0100");
        return person;
    }

    static Map<String, String> home(String state, String postalCode) {
        Map<String, String> home = new LinkedHashMap<>();
        home.put("address.streetOne", "123 Main St");
        home.put("address.streetTwo", "");
        home.put("address.city", "New York");
        home.put("address.state", state);
        home.put("address.postalCode", postalCode);
        home.put("address.country", "");
        home.put("metadata.hasBattery", "true");
        home.put("metadata.monthlyKwh", "640");
        return home;
    }

    /** Begins a draft; returns its first page. */
    FormBrowser.Page begin(FormBrowser browser) {
        FormBrowser.Page start = browser.get(root());
        return browser.post(start, root() + "/start", Map.of());
    }

    /** Answers all pages; returns the page to check. */
    FormBrowser.Page answer(FormBrowser browser, String email, String state, String postalCode) {
        FormBrowser.Page home = browser.post(begin(browser), root() + "/pages/1", person(email));
        return browser.post(home, root() + "/pages/2", home(state, postalCode));
    }

    FormBrowser.Page apply(FormBrowser browser, String email, String state, String postalCode) {
        return browser.post(answer(browser, email, state, postalCode), root() + "/check", Map.of());
    }

    JsonNode enrollments() {
        return world.api()
                .get("/programInstances/" + instanceId + "/enrollments")
                .ok()
                .path("data");
    }
}
