package dev.enlist.access.session;

import dev.enlist.access.EnlistUser;
import dev.enlist.access.SessionAttributeType;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.session.DefaultCookieSerializerCustomizer;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.convert.support.GenericConversionService;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.IndexResolver;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.config.annotation.web.http.EnableSpringHttpSession;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.support.TransactionOperations;

/** Keeps the sessions of people in the database, so that every node knows them and none is lost with a node. */
@Configuration
@EnableSpringHttpSession
class SessionConfiguration {

    /** How long a session lasts before the sign-in: it holds the token of the form and the page to return to. */
    private static final Duration BEFORE_SIGN_IN = Duration.ofHours(1);

    private static final String CREATE = """
            insert into %TABLE_NAME% (primary_id, session_id, creation_time, last_access_time, max_inactive_interval,
                                      expiry_time, principal_name)
            values (?, sha256(convert_to(?, 'UTF8')), ?, ?, ?, ?, ?)
            """;

    private static final String READ = """
            select s.primary_id, given.id as session_id, s.creation_time, s.last_access_time, s.max_inactive_interval,
                   a.attribute_name, a.attribute_bytes
            from (select cast(? as text) as id) given
            join %TABLE_NAME% s on s.session_id = sha256(convert_to(given.id, 'UTF8'))
            left join %TABLE_NAME%_attributes a on a.session_primary_id = s.primary_id
            """;

    private static final String UPDATE = """
            update %TABLE_NAME% set session_id = sha256(convert_to(?, 'UTF8')), last_access_time = ?,
              max_inactive_interval = ?, expiry_time = ?, principal_name = ?
            where primary_id = ?
            """;

    private static final String DELETE = "delete from %TABLE_NAME% where session_id = sha256(convert_to(?, 'UTF8'))";

    /** Two requests of a browser can add the same attribute at the same time; the later value counts. */
    private static final String SET_ATTRIBUTE = """
            insert into %TABLE_NAME%_attributes (session_primary_id, attribute_name, attribute_bytes)
            select s.primary_id, given.name, given.bytes
            from (values (cast(? as text), cast(? as text), cast(? as bytea))) as given (key, name, bytes)
            join %TABLE_NAME% s on s.primary_id = given.key
            on conflict (session_primary_id, attribute_name) do update set attribute_bytes = excluded.attribute_bytes
            """;

    @Bean
    SessionAttributeCodec sessionAttributeCodec(ObjectProvider<SessionAttributeType<?>> ofOtherModules) {
        List<SessionAttributeType<?>> types = new ArrayList<>(StoredTypes.all());
        ofOtherModules.orderedStream().forEach(types::add);
        return new SessionAttributeCodec(types);
    }

    @Bean
    SessionTable sessionTable(JdbcClient jdbc, SessionAttributeCodec codec) {
        return new SessionTable(jdbc, codec);
    }

    /**
     * Without transactions: a session is written before its attributes, and without them it belongs to no person, so
     * nothing wrong can be read in between.
     */
    @Bean
    SessionRepository<?> sessionRepository(
            DataSource database,
            SessionAttributeCodec codec,
            SessionTable table,
            ApplicationEventPublisher events,
            Clock clock) {
        JdbcIndexedSessionRepository sessions = new JdbcIndexedSessionRepository(
                new JdbcTemplate(database), TransactionOperations.withoutTransaction());
        GenericConversionService conversion = new GenericConversionService();
        conversion.addConverter(Object.class, byte[].class, codec::write);
        conversion.addConverter(byte[].class, Object.class, codec::read);
        sessions.setConversionService(conversion);
        sessions.setDefaultMaxInactiveInterval(BEFORE_SIGN_IN);
        sessions.setIndexResolver(principalName());
        sessions.setTableName("spring_session");
        sessions.setCreateSessionQuery(CREATE);
        sessions.setGetSessionQuery(READ);
        sessions.setUpdateSessionQuery(UPDATE);
        sessions.setDeleteSessionQuery(DELETE);
        sessions.setCreateSessionAttributeQuery(SET_ATTRIBUTE);
        return new SparseSessionRepository<>(sessions, codec, table, events, clock);
    }

    /** The name of the cookie as the servlet container would call it; its value is the id as it is. */
    @Bean
    DefaultCookieSerializerCustomizer sessionCookie() {
        return cookie -> {
            cookie.setCookieName("JSESSIONID");
            cookie.setUseBase64Encoding(false);
        };
    }

    private static IndexResolver<Session> principalName() {
        return session -> {
            Object context = session.getAttribute(HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY);
            return context instanceof SecurityContext known
                            && known.getAuthentication() != null
                            && known.getAuthentication().getPrincipal() instanceof EnlistUser user
                    ? Map.of(
                            FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME,
                            SessionService.principal(user.member()))
                    : Map.of();
        };
    }
}
