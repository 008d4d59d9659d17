-- Events, sessions and meetings of a program instance, and who takes part in them.
create table activity (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    kind                text        not null,
    title               text        not null,
    description         text,
    location            text,
    -- of delivered quantities, such as kW; null where none are recorded
    unit                text,
    starts_at           timestamptz not null,
    ends_at             timestamptz not null,
    audience            jsonb       not null,
    status              text        not null,
    announced_at        timestamptz,
    -- when to remind the invited; null when it was done, or is not wanted
    remind_at           timestamptz,
    cancel_reason       text,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint activity_kind_known check (kind in ('event', 'session', 'meeting')),
    constraint activity_status_known check (status in ('scheduled', 'announced', 'running', 'finished', 'cancelled')),
    constraint activity_times_ordered check (starts_at < ends_at)
);
create index activity_of_instance on activity (program_instance_id, id);
create index activity_list on activity (workspace_id, id);
create index activity_open on activity (workspace_id, starts_at) where status in ('scheduled', 'announced', 'running');
select bind_to_workspace('activity');

create table participation (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    activity_id         varchar(25) collate "C" not null references activity on delete cascade,
    program_instance_id varchar(25) collate "C" not null,
    -- null once the person was erased: the participation stays without identity
    enrollment_id       varchar(25) collate "C" references enrollment on delete set null,
    status              text        not null,
    quantity            numeric(24, 6),
    unit                text,
    -- who recorded it last; the applicant for an opt-out on the status page
    by_type             text        not null,
    by_id               text        not null,
    by_name             text        not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint participation_once unique (activity_id, enrollment_id),
    constraint participation_status_known
        check (status in ('invited', 'opted-out', 'attended', 'absent', 'delivered')),
    constraint participation_quantity_has_unit check ((quantity is null) = (unit is null)),
    constraint participation_delivered_quantity check (status <> 'delivered' or quantity is not null)
);
create index participation_of_activity on participation (activity_id, id);
create index participation_of_enrollment on participation (enrollment_id, id) where enrollment_id is not null;
select bind_to_workspace('participation');

-- Messages about an activity that are created chunk by chunk.
create table activity_mailing (
    id           varchar(25) collate "C" primary key,
    workspace_id varchar(25) collate "C" not null references workspace,
    activity_id  varchar(25) collate "C" not null references activity on delete cascade,
    kind         text        not null,
    status       text        not null,
    -- id of the last enrollment that was processed
    position     varchar(25) collate "C" not null default '',
    processed    int         not null default 0,
    by_type      text        not null,
    by_id        text        not null,
    by_name      text        not null,
    created_at   timestamptz not null,
    finished_at  timestamptz,
    constraint activity_mailing_kind_known check (kind in ('invitation', 'reminder', 'changed', 'cancelled')),
    constraint activity_mailing_status_known check (status in ('queued', 'running', 'completed', 'failed', 'cancelled'))
);
create index activity_mailing_open on activity_mailing (workspace_id, id) where status in ('queued', 'running');
create index activity_mailing_of_activity on activity_mailing (activity_id, id);
select bind_to_workspace('activity_mailing');

alter table notification
    add column activity_id varchar(25) collate "C" references activity on delete cascade;
create index notification_activity on notification (activity_id) where activity_id is not null;
