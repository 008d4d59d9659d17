package dev.enlist.process.attack;

import dev.enlist.support.Databases;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Attacks the packaged application, with its configuration and its libraries alone, and sends each injection into each
 * parameter, of which {@link AttackIT} sends some.
 */
@Tag("resilience")
class PackagedAttackIT extends AttackSeries {

    @Autowired
    Databases databases;

    @Override
    Ground ground() throws IOException {
        return Ground.packaged(engine, worlds.organization(), databases.migrated("attack"));
    }

    @Override
    Stream<Attack> ofTheApi(Ground ground) {
        return ApiAttacks.withEveryInjection(ground);
    }
}
