package dev.enlist.enrollment;

import dev.enlist.shared.Actor;
import dev.enlist.shared.DomainEvent;
import java.time.Instant;

/** The enrollment was decided while the applicant was asked for information, so the request ends without an answer. */
record InformationRequestSuperseded(String requestId, String workspaceId, Actor by, Instant at)
        implements DomainEvent {}
