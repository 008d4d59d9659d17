package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.shared.Cuid;
import dev.enlist.support.Reply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;

/** XML that reads files, opens connections or grows without limit. */
final class DocumentAttacks {

    private static final String GROUP = "XML";
    private static final String SECRET = "the-secret-of-the-file";

    private DocumentAttacks() {}

    /** A prolog and the content of a name; %1$s is the address of the canary, %2$s a file with a secret. */
    private record Trick(String prolog, String name) {}

    private static Map<String, Trick> tricks() {
        Map<String, Trick> tricks = new LinkedHashMap<>();
        tricks.put("an entity of a file", new Trick("<!DOCTYPE x [<!ENTITY e SYSTEM \"file://%2$s\">]>", "&e;"));
        tricks.put("an entity over http", new Trick("<!DOCTYPE x [<!ENTITY e SYSTEM \"%1$s\">]>", "&e;"));
        tricks.put("a public entity", new Trick("<!DOCTYPE x [<!ENTITY e PUBLIC \"p\" \"%1$s\">]>", "&e;"));
        tricks.put("a parameter entity", new Trick("<!DOCTYPE x [<!ENTITY %% e SYSTEM \"%1$s\"> %%e;]>", "n"));
        tricks.put("a document type over http", new Trick("<!DOCTYPE x SYSTEM \"%1$s\">", "n"));
        tricks.put("a public document type", new Trick("<!DOCTYPE x PUBLIC \"p\" \"%1$s\">", "n"));
        tricks.put(
                "entities within entities",
                new Trick(
                        "<!DOCTYPE x [<!ENTITY %% f SYSTEM \"file://%2$s\"><!ENTITY %% a \"<!ENTITY b SYSTEM '%1$s'>\"> %%a;]>",
                        "&b;"));
        StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY l0 \"lol\">");
        for (int i = 1; i < 12; i++) {
            laughs.append("<!ENTITY l").append(i).append(" \"");
            laughs.append(("&l" + (i - 1) + ";").repeat(10)).append("\">");
        }
        tricks.put("a billion laughs", new Trick(laughs + "]>", "&l11;"));
        tricks.put(
                "a quadratic blow-up",
                new Trick("<!DOCTYPE x [<!ENTITY q \"" + "q".repeat(50_000) + "\">]>", "&q;".repeat(2_000)));
        tricks.put("an entity in an attribute", new Trick("<!DOCTYPE x [<!ENTITY e \"inside\">]>", "&e;"));
        return tricks;
    }

    static Stream<Attack> all() {
        return Stream.concat(
                tricks().entrySet().stream()
                        .flatMap(trick -> Stream.of(
                                new Attack(
                                        GROUP,
                                        "a draft with " + trick.getKey(),
                                        g -> draft(g, dmn(g, trick.getValue(), "", ""))),
                                new Attack(
                                        GROUP,
                                        "a table with " + trick.getKey(),
                                        g -> deployed(g, ".dmn", dmn(g, trick.getValue(), "", ""))),
                                new Attack(
                                        GROUP,
                                        "a process with " + trick.getKey(),
                                        g -> deployed(g, ".bpmn", bpmn(g, trick.getValue(), "", ""))))),
                inclusions());
    }

    private static Stream<Attack> inclusions() {
        String include = "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"%1$s\" parse=\"text\"/>";
        // a parser fetches the schema at the first attribute of that namespace
        String schema = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xmlns:x=\"urn:x\" x:a=\"1\""
                + " xsi:schemaLocation=\"urn:x %1$s\"";
        String imported = "<import importType=\"http://www.w3.org/2001/XMLSchema\" location=\"%1$s\" namespace=\"x\"/>";
        Trick plain = new Trick("", "n");
        return Stream.of(
                new Attack(GROUP, "a draft with an inclusion", g -> harmless(g, dmn(g, plain, "", include))),
                new Attack(GROUP, "a draft with a place of a schema", g -> harmless(g, dmn(g, plain, schema, ""))),
                new Attack(
                        GROUP,
                        "a draft with a style sheet",
                        g -> harmless(
                                g,
                                dmn(g, new Trick("<?xml-stylesheet href=\"%1$s\" type=\"text/xsl\"?>", "n"), "", ""))),
                new Attack(
                        GROUP, "a process with an inclusion", g -> deployed(g, ".bpmn", bpmn(g, plain, "", include))),
                new Attack(GROUP, "a process with an import", g -> deployed(g, ".bpmn", bpmn(g, plain, "", imported))),
                new Attack(GROUP, "a process with a place of a schema", g -> {
                    // parsed as any other: the schema comes from the engine's own archive
                    String id = "schema-" + Cuid.next();
                    String text = bpmn(g, plain, schema, "").replace("id=\"p\"", "id=\"" + id + "\"");
                    g.engine
                            .getRepositoryService()
                            .deleteDeployment(
                                    g.engine
                                            .getRepositoryService()
                                            .createDeployment()
                                            .addString(id + ".bpmn", text)
                                            .deploy()
                                            .getId(),
                                    true);
                    return Wall.HARMLESS;
                }),
                new Attack(GROUP, "a draft that is deep", g -> draft(g, "<a>".repeat(20_000) + "</a>".repeat(20_000))));
    }

    private static String filled(Ground ground, String text) throws java.io.IOException {
        Path secret = Path.of(ground.canaries.file() + ".secret");
        Files.writeString(secret, SECRET);
        return text.formatted(ground.canaries.url(), secret);
    }

    private static String dmn(Ground ground, Trick trick, String attributes, String inside) throws java.io.IOException {
        return filled(
                ground,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + trick.prolog()
                        + "<definitions xmlns=\"https://www.omg.org/spec/DMN/20191111/MODEL/\" " + attributes
                        + " id=\"d\" name=\"n\" namespace=\"t\">" + inside + "<decision id=\"x\" name=\""
                        + nameOf(trick)
                        + "\"><description>" + trick.name() + "</description></decision></definitions>");
    }

    private static String bpmn(Ground ground, Trick trick, String attributes, String inside)
            throws java.io.IOException {
        return filled(
                ground,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + trick.prolog()
                        + "<definitions xmlns=\"http://www.omg.org/spec/BPMN/20100524/MODEL\" " + attributes
                        + " targetNamespace=\"t\" xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\">" + inside
                        + "<process id=\"p\" name=\"" + nameOf(trick)
                        + "\" isExecutable=\"true\" camunda:historyTimeToLive=\"1\"><documentation>" + trick.name()
                        + "</documentation><startEvent id=\"s\"/></process></definitions>");
    }

    /** An attribute may refer only to internal entities. */
    private static String nameOf(Trick trick) {
        return trick.prolog().contains("\"inside\"") ? trick.name() : "n";
    }

    private static Wall draft(Ground ground, String xml) {
        Reply reply = ground.api().putXml("/ruleSets/" + ground.ruleSet + "/draft", xml);
        reply.problem(400, "invalid-input");
        assertThat(reply.text()).doesNotContain(SECRET);
        return Wall.API;
    }

    /** Accepted or refused, it has no effect: the canaries check it. */
    private static Wall harmless(Ground ground, String xml) {
        Reply reply = ground.api().putXml("/ruleSets/" + ground.ruleSet + "/draft", xml);
        assertThat(reply.status()).as(reply.text()).isIn(200, 400);
        assertThat(ground.api().get("/ruleSets/" + ground.ruleSet + "/draft").text())
                .doesNotContain(SECRET);
        return reply.status() == 200 ? Wall.HARMLESS : Wall.API;
    }

    private static Wall deployed(Ground ground, String extension, String xml) {
        Throwable refused = catchThrowable(() -> ground.engine
                .getRepositoryService()
                .createDeployment()
                .addString("xml-" + Cuid.next() + extension, xml)
                .deploy());
        assertThat(refused)
                .as(xml.substring(0, Math.min(300, xml.length())))
                .isInstanceOf(ProcessEngineException.class);
        assertThat(String.valueOf(refused.getMessage())).doesNotContain(SECRET);
        return Wall.PARSE;
    }
}
