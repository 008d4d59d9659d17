package dev.enlist.tenancy;

import java.util.Map;
import org.hibernate.cfg.MultiTenancySettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.springframework.boot.autoconfigure.orm.jpa.HibernatePropertiesCustomizer;
import org.springframework.stereotype.Component;

/**
 * Returns to Hibernate the workspace of a new session. A session outside any scope reads nothing and can store nothing.
 */
@Component
class WorkspaceTenantResolver implements CurrentTenantIdentifierResolver<String>, HibernatePropertiesCustomizer {

    private static final String NO_WORKSPACE = "-";

    @Override
    public String resolveCurrentTenantIdentifier() {
        WorkspaceRef current = WorkspaceScope.currentOrNull();
        return current == null ? NO_WORKSPACE : current.workspaceId();
    }

    @Override
    public boolean validateExistingCurrentSessions() {
        return true;
    }

    @Override
    public void customize(Map<String, Object> hibernateProperties) {
        hibernateProperties.put(MultiTenancySettings.MULTI_TENANT_IDENTIFIER_RESOLVER, this);
    }
}
