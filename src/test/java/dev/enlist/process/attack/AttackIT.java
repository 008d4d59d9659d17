package dev.enlist.process.attack;

import dev.enlist.support.OwnerJdbc;
import java.io.IOException;
import java.util.stream.Stream;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Attacks the application of this process; {@link PackagedAttackIT} does the same to the packaged one. */
class AttackIT extends AttackSeries {

    @Autowired
    OwnerJdbc owner;

    @Override
    Ground ground() throws IOException {
        return Ground.inThisProcess(engine, worlds.organization(), JdbcClient.create(owner.template()));
    }

    @Override
    Stream<Attack> ofTheApi(Ground ground) {
        return ApiAttacks.all(ground);
    }
}
