-- Sessions of people who use the console and the engine's pages, for all nodes; see docs/decisions/0120-sessions-in-the-database.md.
-- The columns are those of Spring Session, times in milliseconds. A session belongs to an account, whose workspace can
-- change during the session, so there is no workspace_id and no row security: a session is read before the workspace is known.
create table spring_session (
    primary_id            varchar(36) collate "C" not null,
    -- SHA-256 of the id in the cookie; the id itself is stored nowhere
    session_id            bytea  not null,
    creation_time         bigint not null,
    last_access_time      bigint not null,
    -- seconds
    max_inactive_interval int    not null,
    expiry_time           bigint not null,
    -- workspace and member, as workspace_id/id of workspace_member; null before the sign-in
    principal_name        varchar(100) collate "C",
    constraint spring_session_pkey primary key (primary_id),
    constraint spring_session_id_unique unique (session_id)
);
create index spring_session_expiry on spring_session (expiry_time);
create index spring_session_principal on spring_session (principal_name) where principal_name is not null;

create table spring_session_attributes (
    session_primary_id varchar(36) collate "C"  not null references spring_session on delete cascade,
    attribute_name     varchar(200) collate "C" not null,
    -- UTF-8 JSON with a version and a kind
    attribute_bytes    bytea not null,
    constraint spring_session_attributes_pkey primary key (session_primary_id, attribute_name)
);
