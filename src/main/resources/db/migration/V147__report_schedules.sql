-- Reports that people get by mail on a schedule; see docs/reports.md.
create table report_schedule (
    id                  varchar(25) collate "C" not null,
    workspace_id        varchar(25) collate "C" not null references workspace,
    -- id of the member who gets the mails; other members do not see the schedule
    owner_id            varchar(64) collate "C" not null,
    report              text                    not null,
    span                text                    not null,
    program_instance_id varchar(25) collate "C",
    -- when the report is due, and when it is tried (again); later than next_at after a failure or while a node sends it
    next_at             timestamptz             not null,
    attempt_at          timestamptz             not null,
    attempts            int                     not null,
    last_sent_at        timestamptz,
    problem             text,
    created_at          timestamptz             not null,
    updated_at          timestamptz             not null,
    version             int                     not null,
    constraint report_schedule_pkey primary key (id),
    constraint report_schedule_span_known check (span in ('day', 'week', 'month'))
);
create unique index report_schedule_unique
    on report_schedule (workspace_id, owner_id, report, span, coalesce(program_instance_id, ''));
create index report_schedule_due on report_schedule (workspace_id, attempt_at);

select bind_to_workspace('report_schedule');
