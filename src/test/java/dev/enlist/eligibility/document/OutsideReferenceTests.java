package dev.enlist.eligibility.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.enlist.eligibility.DmnValidator;
import dev.enlist.eligibility.Finding;
import dev.enlist.eligibility.engine.RulesEngine;
import dev.enlist.shared.xml.UnreadableXml;
import dev.enlist.support.Bait;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.camunda.bpm.model.dmn.Dmn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents with external references: no reference is opened, and no thread waits for one. */
@Timeout(60)
class OutsideReferenceTests {

    private static final String TABLE = """
            <?xml version="1.0" encoding="UTF-8"?>%(doctype)
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n" %(root)>
              %(first)
              <decision id="rules" name="Rules">
                <decisionTable id="t" hitPolicy="FIRST">
                  <input id="i1" %(inner)><inputExpression id="e1"><text>state</text></inputExpression></input>
                  <output id="o1" name="status"/><output id="o2" name="reason"/><output id="o3" name="code"/>
                  <rule id="r1"><inputEntry id="a1"><text>-</text></inputEntry>
                    <outputEntry id="b1"><text>"manual"</text></outputEntry>
                    <outputEntry id="b2"><text>"%(text)"</text></outputEntry>
                    <outputEntry id="b3"><text>"c"</text></outputEntry></rule>
                </decisionTable>
              </decision>
            </definitions>
            """;

    private static final String XSI = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

    private final Bait bait = new Bait();

    @AfterEach
    void close() {
        bait.close();
    }

    private static String with(String slot, String value, String... more) {
        String table = TABLE.replace("%(" + slot + ")", value);
        for (int i = 0; i < more.length; i += 2) {
            table = table.replace("%(" + more[i] + ")", more[i + 1]);
        }
        return table.replaceAll("%\\([a-z]+\\)", "");
    }

    private Stream<String> documents() {
        return Stream.of(bait.url(), bait.file())
                .flatMap(target -> Stream.of(
                        with(
                                "root",
                                XSI + " xmlns:o=\"http://other\" o:x=\"1\" xsi:schemaLocation=\"http://other " + target
                                        + "\""),
                        with("root", XSI + " xsi:noNamespaceSchemaLocation=\"" + target + "\""),
                        with(
                                "root",
                                " xmlns:zz=\"http://www.w3.org/2001/XMLSchema-instance\" zz:schemaLocation=\""
                                        + "https://www.omg.org/spec/DMN/20191111/MODEL/ " + target + "\""),
                        with(
                                "inner",
                                XSI + " xmlns:o=\"http://other\" o:x=\"1\" xsi:schemaLocation=\"http://other " + target
                                        + "\""),
                        with("doctype", "<!DOCTYPE definitions SYSTEM \"" + target + "\">"),
                        with("doctype", "<!DOCTYPE definitions PUBLIC \"x\" \"" + target + "\">"),
                        with("doctype", "<!DOCTYPE d [<!ENTITY e SYSTEM \"" + target + "\">]>", "text", "&e;"),
                        with("doctype", "<!DOCTYPE d [<!ENTITY % e SYSTEM \"" + target + "\"> %e;]>"),
                        with(
                                "first",
                                "<xi:include xmlns:xi=\"http://www.w3.org/2001/XInclude\" href=\"" + target
                                        + "\" parse=\"text\"/>")));
    }

    @Test
    void areRefusedAndNeverFollowed() {
        for (String document : documents().toList()) {
            List<Finding> findings = new DmnValidator().check(document);
            assertThat(findings).as(document).isNotEmpty().allSatisfy(finding -> {
                assertThat(finding.code()).isEqualTo("unreadable");
                assertThat(finding.message()).startsWith("Line ").doesNotContain(Bait.SECRET);
            });
            assertThatThrownBy(() -> DmnDraft.of(document)).as(document).isInstanceOf(UnreadableXml.class);
        }
        assertThat(bait.connections()).isZero();
    }

    /** Every engine uses the secure parser, also for documents that were never a draft. */
    @Test
    void areNotFollowedByTheEngineNorByTheModel() {
        RulesEngine engine = new RulesEngine();
        for (String document : documents().toList()) {
            for (Throwable refused : new Throwable[] {
                catchThrowable(() -> engine.parse(document)),
                catchThrowable(() -> DmnReader.read(document)),
                catchThrowable(() -> Dmn.readModelFromStream(DmnReader.stream(document)))
            }) {
                assertThat(String.valueOf(refused)).doesNotContain(Bait.SECRET);
            }
        }
        assertThat(bait.connections()).isZero();
    }

    /** With the stock parser a host that never answers held the lock of every other parse. */
    @Test
    void doNotBlockOtherReaders() {
        documents().forEach(document -> {
            Thread attacker = new Thread(() -> new DmnValidator().check(document));
            attacker.setDaemon(true);
            attacker.start();
        });
        org.assertj.core.api.Assertions.assertThat(java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> new DmnValidator().check(with("text", "x"))))
                .succeedsWithin(Duration.ofSeconds(30))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .isEmpty();
    }

    @Test
    void everyPlaceIsNamed() {
        String twice = with(
                "root", XSI + " xsi:schemaLocation=\"a b\"", "inner", XSI + " xsi:noNamespaceSchemaLocation=\"c\"");
        assertThat(new DmnValidator().check(twice))
                .extracting(Finding::message)
                .containsExactly(
                        "Line 2: the attribute schemaLocation names a schema to be fetched; remove it."
                                + " The schemas of DMN and BPMN are known.",
                        "Line 6: the attribute noNamespaceSchemaLocation names a schema to be fetched; remove it."
                                + " The schemas of DMN and BPMN are known.");
    }
}
