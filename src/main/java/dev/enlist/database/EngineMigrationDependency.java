package dev.enlist.database;

import java.util.Set;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitializationDetector;

/** Makes the engine wait for the migrations: it checks its tables while it starts and must not make them. */
class EngineMigrationDependency implements DependsOnDatabaseInitializationDetector {

    @Override
    public Set<String> detect(ConfigurableListableBeanFactory beanFactory) {
        return beanFactory.containsBeanDefinition("processEngineFactoryBean")
                ? Set.of("processEngineFactoryBean")
                : Set.of();
    }
}
