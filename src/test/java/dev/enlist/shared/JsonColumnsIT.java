package dev.enlist.shared;

import static org.assertj.core.api.Assertions.assertThat;

import dev.enlist.support.EnlistIT;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.BasicType;
import org.hibernate.type.ComponentType;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.Type;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A value of JSON that Hibernate takes for mutable is written and parsed again with each row that is stored or read. */
@EnlistIT
class JsonColumnsIT {

    @Autowired
    EntityManagerFactory entities;

    @Test
    void areNotCopied() {
        Map<String, Boolean> mutable = new TreeMap<>();
        entities.unwrap(SessionFactoryImplementor.class)
                .getMappingMetamodel()
                .forEachEntityDescriptor(entity ->
                        collect(entity.getEntityName(), entity.getPropertyNames(), entity.getPropertyTypes(), mutable));

        assertThat(mutable)
                .containsKeys(
                        "dev.enlist.enrollment.Enrollment.application.metadata",
                        "dev.enlist.enrollment.DecisionRecord.inputs",
                        "dev.enlist.events.EventLogEntry.data",
                        "dev.enlist.program.ProgramInstance.config")
                .allSatisfy((column, isMutable) ->
                        assertThat(isMutable).as("%s, see JsonColumn", column).isFalse());
    }

    private static void collect(String owner, String[] names, Type[] types, Map<String, Boolean> mutable) {
        for (int i = 0; i < names.length; i++) {
            String name = owner + "." + names[i];
            if (types[i] instanceof ComponentType embedded) {
                collect(name, embedded.getPropertyNames(), embedded.getSubtypes(), mutable);
            } else if (types[i] instanceof BasicType<?> basic
                    && basic.getJdbcType().getDefaultSqlTypeCode() == SqlTypes.JSON) {
                mutable.put(name, basic.isMutable());
            }
        }
    }
}
