package dev.enlist.access.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import dev.enlist.access.EnlistUser;
import dev.enlist.tenancy.Member;
import dev.enlist.tenancy.People;
import dev.enlist.tenancy.Role;
import dev.enlist.tenancy.WorkspaceRef;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.context.SecurityContextHolder;

class SessionUserResolverTests {

    private static final Instant BEGAN = Instant.parse("2026-03-01T08:00:00Z");

    private final Member member = new Member(
            "m1",
            "u1",
            "robin@example.com",
            "Robin",
            0,
            new WorkspaceRef("w1", "o1"),
            Set.of(Role.REVIEWER),
            List.of());
    private final People people = mock(People.class);
    private final Clock clock = mock(Clock.class);
    private final SessionUserResolver person = new SessionUserResolver(people, clock);
    private final MockHttpSession session = new MockHttpSession();

    @AfterEach
    void withoutSession() {
        SecurityContextHolder.clearContext();
    }

    private boolean isSignedInAfter(Duration since) {
        when(people.member(any(), any())).thenReturn(Optional.of(member));
        when(clock.instant()).thenReturn(BEGAN.plus(since));
        SecurityContextHolder.setContext(SessionUserResolver.contextOf(EnlistUser.signedIn(member)));
        MockHttpServletRequest request = new MockHttpServletRequest();
        request.setSession(session);
        return person.refresh(request).isPresent();
    }

    @Test
    void aSessionLastsADayHoweverBusyItIs() {
        for (int hour = 0; hour < 24; hour++) {
            assertThat(isSignedInAfter(Duration.ofHours(hour))).isTrue();
        }
        assertThat(isSignedInAfter(SessionUserResolver.LONGEST_SESSION)).isFalse();
        assertThat(session.isInvalid()).isTrue();
        assertThat(SecurityContextHolder.getContext().getAuthentication()).isNull();
    }
}
