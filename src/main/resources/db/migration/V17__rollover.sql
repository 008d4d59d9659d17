-- The approved people of one instance, enrolled in another. The row is also the queue: whoever works on it locks it
-- for one chunk, and stores the position with what the chunk did.
create table rollover (
    id                 varchar(25) collate "C" primary key,
    workspace_id       varchar(25) collate "C" not null references workspace,
    source_instance_id varchar(25) collate "C" not null references program_instance,
    target_instance_id varchar(25) collate "C" not null references program_instance,
    dry_run            boolean     not null,
    status             text        not null,
    position           text        not null,
    total              int         not null,
    processed          int         not null,
    eligible           int         not null,
    manual             int         not null,
    ineligible         int         not null,
    already_enrolled   int         not null,
    already_renewed    int         not null,
    failed             int         not null,
    -- why it stopped
    error_code         text,
    error_detail       text,
    by_type            text        not null,
    by_id              text        not null,
    by_name            text        not null,
    created_at         timestamptz not null,
    started_at         timestamptz,
    finished_at        timestamptz,
    constraint rollover_status_known check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    constraint rollover_elsewhere check (source_instance_id <> target_instance_id)
);
create index rollover_list on rollover (workspace_id, source_instance_id, id);
create index rollover_open on rollover (workspace_id, id) where status in ('queued', 'running');
create unique index rollover_running_unique on rollover (source_instance_id, target_instance_id)
    where status in ('queued', 'running') and not dry_run;
select bind_to_workspace('rollover');

-- What became of each person. Goes with the enrollment that was renewed.
create table rollover_item (
    rollover_id          varchar(25) collate "C" not null references rollover on delete cascade,
    source_enrollment_id varchar(25) collate "C" not null references enrollment on delete cascade,
    workspace_id         varchar(25) collate "C" not null references workspace,
    outcome              text        not null,
    -- the new enrollment, or the one that stood in the way
    enrollment_id        varchar(25) collate "C" references enrollment on delete set null,
    code                 text,
    reason               text,
    -- the instance in which a new enrollment was made; empty for a dry run, and where none was
    renewed_in           varchar(25) collate "C",
    primary key (rollover_id, source_enrollment_id)
);
-- nobody is renewed twice into the same instance, whoever works on it
create unique index rollover_item_once on rollover_item (source_enrollment_id, renewed_in) where renewed_in is not null;
create index rollover_item_enrollment on rollover_item (enrollment_id) where enrollment_id is not null;
select bind_to_workspace('rollover_item');
