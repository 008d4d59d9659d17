-- What new rules mean for those under way, where nothing else may be done than to tell a person.
alter table enrollment
    add column flag_status           text,
    add column flag_reason           text,
    add column flag_code             text,
    add column flag_rule_set_slug    text,
    add column flag_rule_set_version int,
    add column flagged_at            timestamptz,
    add constraint enrollment_flag_known check (flag_status in ('eligible', 'ineligible', 'manual'));
create index enrollment_flagged on enrollment (program_instance_id, id) where flagged_at is not null;

-- The criteria of an instance changed, and those in flight are asked again. The row is also the queue: whoever
-- works on it locks it for one chunk, and stores the position with what the chunk did.
create table reevaluation (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance,
    rule_set_slug       text        not null,
    rule_set_version    int         not null,
    in_flight           text        not null,
    cause               text        not null,
    status              text        not null,
    -- not before this moment, from which the instance follows the new version
    due_at              timestamptz not null,
    position            text        not null default '',
    total               int         not null default 0,
    processed           int         not null default 0,
    reopened            int         not null default 0,
    flagged             int         not null default 0,
    unchanged           int         not null default 0,
    failed              int         not null default 0,
    created_at          timestamptz not null,
    started_at          timestamptz,
    finished_at         timestamptz,
    constraint reevaluation_status_known check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
    constraint reevaluation_in_flight_known check (in_flight in ('reevaluate', 'flag'))
);
create index reevaluation_list on reevaluation (workspace_id, rule_set_slug, id);
create index reevaluation_open on reevaluation (workspace_id, due_at) where status in ('queued', 'running');
-- what has not begun yet takes over the newer version
create unique index reevaluation_waiting_unique on reevaluation (program_instance_id, due_at) where status = 'queued';

select bind_to_workspace('reevaluation');
