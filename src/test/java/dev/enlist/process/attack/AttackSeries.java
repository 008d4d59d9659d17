package dev.enlist.process.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.process.attack.Attack.Wall;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.Worlds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Every known attack against the engine, over HTTP and, where HTTP gives no access, against an engine in this process.
 * Canaries detect code that runs; none may be triggered, and every attack must be refused with a message. The refusing
 * barriers are written to {@code target/attacks.md}.
 */
@EnlistIT
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AttackSeries {

    private static final int FEWEST = 150;

    @Autowired
    Worlds worlds;

    @Autowired
    ProcessEngine engine;

    private Ground ground;
    private final Map<String, Map<Wall, Integer>> refused = new TreeMap<>();
    private int tried;

    /** The application that is attacked over HTTP. */
    abstract Ground ground() throws IOException;

    /** The attacks outside the engine. */
    abstract Stream<Attack> ofTheApi(Ground ground);

    @BeforeAll
    void begin() throws IOException {
        ground = ground();
    }

    Stream<Attack> attacks() {
        return Stream.of(
                        QueryAttacks.all(),
                        SetupAttacks.all(),
                        ModelAttacks.all(),
                        TableAttacks.all(),
                        RoleAttacks.all(),
                        DocumentAttacks.all(),
                        ValueAttacks.all(),
                        ofTheApi(ground))
                .flatMap(attacks -> attacks);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("attacks")
    void isRefused(Attack attack) throws Exception {
        try {
            attempt(attack);
        } catch (AssertionError | Exception e) {
            throw new AssertionError(attack.toString(), e);
        }
    }

    private void attempt(Attack attack) throws Exception {
        tried++;
        Wall wall = attack.attempt().on(ground);
        ground.canaries.areSilent(attack.toString());
        refused.computeIfAbsent(attack.group(), group -> new EnumMap<>(Wall.class))
                .merge(wall, 1, Integer::sum);
    }

    @AfterAll
    void nothingCameOfIt() throws IOException {
        try {
            report();
            assertThat(tried).as("attacks tried").isGreaterThanOrEqualTo(FEWEST);
            ground.canaries.areSilent("all of it");
            ground.isUntouched();
            assertThat(ground.stranger().get("/actuator/health/readiness").status())
                    .isEqualTo(200);
        } finally {
            ground.close();
        }
    }

    private void report() throws IOException {
        StringBuilder table = new StringBuilder("# Attacks\n\n" + tried + " tried. Who refused how many:\n\n|");
        for (Wall wall : Wall.values()) {
            table.append(" | ").append(wall.title);
        }
        table.append(" |\n|---").append("|---:".repeat(Wall.values().length)).append("|\n");
        refused.forEach((group, walls) -> {
            table.append("| ").append(group);
            for (Wall wall : Wall.values()) {
                table.append(" | ")
                        .append(walls.containsKey(wall) ? walls.get(wall).toString() : "");
            }
            table.append(" |\n");
        });
        Files.writeString(Path.of("target", "attacks.md"), table);
        System.out.println(table);
    }
}
