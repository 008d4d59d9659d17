-- Enlist's own tables. The engine's are made by V1 from the scripts in its own archive.
--
-- Ids are CUIDs of 25 characters: collation "C" compares them as bytes, which is faster and keeps
-- the order in which they were made.

create table organization (
    id          varchar(25) collate "C" primary key,
    name        text        not null,
    created_at  timestamptz not null
);

create table workspace (
    id              varchar(25) collate "C" primary key,
    organization_id varchar(25) collate "C" not null references organization,
    slug            text        not null,
    name            text        not null,
    created_at      timestamptz not null,
    constraint workspace_slug_unique unique (organization_id, slug)
);

create table app_user (
    id            varchar(25) collate "C" primary key,
    email         text        not null,
    display_name  text        not null,
    password_hash text        not null,
    created_at    timestamptz not null
);
create unique index app_user_email_unique on app_user (lower(email));

create table membership (
    user_id      varchar(25) collate "C" not null references app_user on delete cascade,
    workspace_id varchar(25) collate "C" not null references workspace,
    role         text not null,
    granted_at   timestamptz not null default clock_timestamp(),
    primary key (user_id, workspace_id, role),
    constraint membership_role_known
        check (role in ('administrator', 'coordinator', 'reviewer', 'analyst', 'viewer'))
);

create table api_key (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    name         text        not null,
    -- SHA-256 of the key; the key itself is shown once and stored nowhere
    key_hash     bytea       not null constraint api_key_hash_unique unique,
    -- its first characters, to tell keys apart in a list
    hint         text        not null,
    created_at   timestamptz not null,
    revoked_at   timestamptz
);
create index api_key_workspace on api_key (workspace_id);

create table idempotency_record (
    workspace_id    varchar(25) collate "C" not null references workspace,
    idempotency_key text        not null,
    -- SHA-256 over method, path, query and body
    request_hash    bytea       not null,
    status          int         not null,
    headers         jsonb       not null,
    body            bytea       not null,
    -- the resource the answer speaks of, so that erasing it erases the answer too
    resource_id     varchar(25) collate "C",
    created_at      timestamptz not null,
    primary key (workspace_id, idempotency_key)
);
create index idempotency_record_age on idempotency_record (created_at);
create index idempotency_record_resource on idempotency_record (resource_id) where resource_id is not null;

create table program (
    id              varchar(25) collate "C" primary key,
    organization_id varchar(25) collate "C" not null references organization,
    slug            text        not null,
    name            text        not null,
    description     text        not null,
    type            text,
    states          varchar[]      not null,
    active          boolean     not null,
    visibility      text        not null,
    year            int,
    end_time        timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    version         int         not null,
    constraint program_slug_unique unique (organization_id, slug),
    constraint program_visibility_known check (visibility in ('public', 'private'))
);
-- Private slugs of different organizations may coincide: refusing one would betray the other.
create unique index program_public_slug_unique on program (slug) where visibility = 'public';

create table program_instance (
    id                   varchar(25) collate "C" primary key,
    workspace_id         varchar(25) collate "C" not null references workspace,
    organization_id      varchar(25) collate "C" not null references organization,
    program_id           varchar(25) collate "C" not null references program,
    slug                 text        not null,
    title                text        not null,
    description          text        not null,
    eligibility_criteria text        not null,
    program_terms        text        not null,
    logo_url             text,
    custom_fields        jsonb,
    config               jsonb       not null,
    rule_set_slug        text        not null,
    -- null: always the latest published version
    rule_set_version     int,
    rule_set_from        timestamptz,
    -- the version in force until rule_set_from
    rule_set_before      int,
    rule_set_in_flight   text        not null,
    active               boolean     not null,
    archived_at          timestamptz,
    start_date           timestamptz,
    end_date             timestamptz,
    created_at           timestamptz not null,
    updated_at           timestamptz not null,
    version              int         not null,
    constraint program_instance_slug_unique unique (workspace_id, slug),
    constraint program_instance_in_flight_known check (rule_set_in_flight in ('keep', 'reevaluate', 'flag')),
    constraint program_instance_dates_ordered check (start_date is null or end_date is null or start_date < end_date)
);
create index program_instance_program on program_instance (program_id);
create index program_instance_list on program_instance (workspace_id, id);

create table customer (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    first_name   text        not null,
    last_name    text        not null,
    email        text        not null,
    phone        text,
    street_one   text,
    street_two   text,
    city         text,
    state        text,
    postal_code  text,
    country      text,
    metadata     jsonb,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null
);
create unique index customer_email_unique on customer (workspace_id, lower(email));
create index customer_list on customer (workspace_id, id);

create table lead (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    first_name   text,
    last_name    text,
    email        text        not null,
    phone        text,
    street_one   text,
    street_two   text,
    city         text,
    state        text,
    postal_code  text,
    country      text,
    metadata     jsonb,
    -- set once, when the lead became a customer
    customer_id  varchar(25) collate "C" references customer,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null
);
create unique index lead_email_unique on lead (workspace_id, lower(email));
create index lead_list on lead (workspace_id, id);
create index lead_customer on lead (customer_id) where customer_id is not null;

create table rule_set (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    slug         text        not null,
    name         text        not null,
    draft        text        not null,
    created_at   timestamptz not null,
    updated_at   timestamptz not null,
    version      int         not null,
    constraint rule_set_slug_unique unique (workspace_id, slug)
);

create table rule_set_version (
    id            varchar(25) collate "C" primary key,
    workspace_id  varchar(25) collate "C" not null references workspace,
    rule_set_id   varchar(25) collate "C" not null references rule_set,
    number        int         not null,
    dmn           text        not null,
    note          text        not null,
    published_by  text        not null,
    published_at  timestamptz not null,
    constraint rule_set_version_unique unique (rule_set_id, number),
    constraint rule_set_version_counts_from_one check (number > 0)
);

create table enrollment (
    id                     varchar(25) collate "C" primary key,
    workspace_id           varchar(25) collate "C" not null references workspace,
    program_instance_id    varchar(25) collate "C" not null references program_instance,
    identification_type    text        not null,
    lead_id                varchar(25) collate "C" references lead,
    customer_id            varchar(25) collate "C" references customer,
    previous_enrollment_id varchar(25) collate "C" references enrollment on delete set null,
    first_name             text,
    last_name              text,
    email                  text        not null,
    phone                  text,
    street_one             text,
    street_two             text,
    city                   text,
    state                  text,
    postal_code            text,
    country                text,
    manufacturer_slugs     varchar[]      not null,
    serial_number          text,
    reference_id           text,
    reference_description  text,
    tags                   varchar[]      not null,
    metadata               jsonb       not null,
    status                 text        not null,
    reason                 text,
    code                   text,
    enrollment_start_date  timestamptz,
    -- an exit that was asked for and is under way
    exit_kind              text,
    exit_reason            text,
    exit_requested_at      timestamptz,
    exit_by_type           text,
    exit_by_id             text,
    exit_by_name           text,
    -- counts the events of this enrollment, without gaps
    event_sequence         int         not null,
    -- counts the rows of its status history
    status_sequence        int         not null,
    created_at             timestamptz not null,
    updated_at             timestamptz not null,
    version                int         not null,
    constraint enrollment_status_known check
        (status in ('candidate', 'eligible', 'ineligible', 'submitted', 'approved', 'rejected', 'unenrolled')),
    constraint enrollment_identification_known check
        (identification_type in ('customerInfo', 'customerId', 'leadId', 'enrollmentId')),
    constraint enrollment_has_person check (customer_id is not null or lead_id is not null)
);
-- One open or approved enrollment per person and instance, whatever name the person goes by.
create unique index enrollment_open_email_unique on enrollment (program_instance_id, lower(email))
    where status in ('candidate', 'eligible', 'submitted', 'approved');
create unique index enrollment_open_customer_unique on enrollment (program_instance_id, customer_id)
    where status in ('candidate', 'eligible', 'submitted', 'approved') and customer_id is not null;
create unique index enrollment_open_reference_unique on enrollment (program_instance_id, reference_id)
    where status in ('candidate', 'eligible', 'submitted', 'approved') and reference_id is not null;
create index enrollment_list on enrollment (program_instance_id, id);
create index enrollment_status_list on enrollment (program_instance_id, status, id);
create index enrollment_person on enrollment (workspace_id, lower(email));
create index enrollment_customer on enrollment (customer_id) where customer_id is not null;
create index enrollment_lead on enrollment (lead_id) where lead_id is not null;
create index enrollment_previous on enrollment (previous_enrollment_id) where previous_enrollment_id is not null;

create table status_change (
    enrollment_id    varchar(25) collate "C" not null references enrollment on delete cascade,
    number           int         not null,
    workspace_id     varchar(25) collate "C" not null,
    from_status      text,
    to_status        text        not null,
    at               timestamptz not null,
    by_type          text        not null,
    by_id            text        not null,
    by_name          text        not null,
    reason           text,
    rule_set_slug    text,
    rule_set_version int,
    primary key (enrollment_id, number)
);

-- The history never changes afterwards; it goes only together with its enrollment.
create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger status_change_append_only before update on status_change
    for each row execute function refuse_change();

create table decision_record (
    id               varchar(25) collate "C" primary key,
    workspace_id     varchar(25) collate "C" not null,
    enrollment_id    varchar(25) collate "C" not null references enrollment on delete cascade,
    rule_set_slug    text        not null,
    rule_set_version int         not null,
    status           text        not null,
    reason           text,
    code             text        not null,
    inputs           jsonb       not null,
    matched_rules    jsonb       not null,
    evaluated_at     timestamptz not null
);
create index decision_record_enrollment on decision_record (enrollment_id, id);

create table event_log (
    workspace_id        varchar(25) collate "C" not null references workspace,
    position            bigint generated always as identity,
    id                  varchar(25) collate "C" not null,
    type                text        not null,
    subject             varchar(25) collate "C" not null,
    program_instance_id varchar(25) collate "C",
    -- counts the events of one enrollment
    sequence            int,
    time                timestamptz not null,
    data                jsonb       not null,
    -- lets a reader stay behind transactions that are still running
    transaction_id      xid8        not null default pg_current_xact_id(),
    primary key (workspace_id, position)
);
create index event_log_subject on event_log (subject, position);
create trigger event_log_append_only before update on event_log
    for each row execute function refuse_change();

-- The engine asks for the sub-tasks of every task that it completes, and has no index to find that there are
-- none: with many reviews open, each approval would read all of them.
create index enlist_task_parent on act_ru_task (parent_task_id_) where parent_task_id_ is not null;
