package dev.enlist.customer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.shared.Cuid;
import dev.enlist.support.EnlistIT;
import dev.enlist.support.StatementCounter;
import dev.enlist.support.World;
import dev.enlist.support.Worlds;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many customers are compared with the same number of statements as a few. */
@EnlistIT
class DuplicateChunkIT {

    @Autowired
    Worlds worlds;

    @Autowired
    CustomerService customers;

    @Autowired
    DuplicateChunkProcessor processor;

    @Autowired
    StatementCounter statements;

    @Autowired
    PlatformTransactionManager transactions;

    /** Statements of the first chunk, in a transaction that the job does not see. */
    private List<String> ofAChunk(int people) {
        World world = worlds.organization();
        return statements.during(
                Thread.currentThread().getName(),
                () -> inRolledBack(world, () -> {
                    // each four share a telephone
                    customers.createOrLink(IntStream.range(0, people)
                            .mapToObj(n -> new PersonDetails(
                                    "First" + n,
                                    "Last" + n,
                                    Cuid.next() + "@example.com",
                                    "+1212555%04d".formatted(n / 4),
                                    null,
                                    null))
                            .toList());
                    statements.forget();
                    assertThat(processor.processNext()).isEqualTo(people);
                }));
    }

    private void inRolledBack(World world, Runnable work) {
        world.in(() -> new TransactionTemplate(transactions).execute(status -> {
            status.setRollbackOnly();
            work.run();
            return status;
        }));
    }

    @Test
    void aChunkOf200TakesAsManyStatementsAsOneOf4() {
        List<String> few = ofAChunk(4);
        List<String> many = ofAChunk(DuplicateChunkProcessor.MOST);

        assertThat(few).anyMatch(sql -> sql.contains("insert into duplicate_pair"));
        assertThat(many).hasSameSizeAs(few).hasSizeLessThan(12);
    }
}
