-- Questions to the applicant of a submitted enrollment, and the answers.
create table information_request (
    id                varchar(25) collate "C" primary key,
    workspace_id      varchar(25) collate "C" not null references workspace,
    enrollment_id     varchar(25) collate "C" not null references enrollment on delete cascade,
    status            text        not null,
    message           text        not null,
    -- JSON pointers into the enrollment, and types of documents
    fields            text[]      not null,
    documents         text[]      not null,
    requested_by_type text        not null,
    requested_by_id   text        not null,
    requested_by_name text        not null,
    requested_at      timestamptz not null,
    due_at            timestamptz not null,
    -- how often the applicant was reminded
    reminders         int         not null,
    answer_message    text,
    -- of an answered one: pointer, value before and value after of each field that the answer names
    changes           jsonb,
    closed_by_type    text,
    closed_by_id      text,
    closed_by_name    text,
    closed_at         timestamptz,
    created_at        timestamptz not null,
    updated_at        timestamptz not null,
    version           int         not null,
    constraint information_request_status_known
        check (status in ('open', 'answered', 'cancelled', 'unanswered', 'closed')),
    constraint information_request_closed_once check ((status = 'open') = (closed_at is null))
);
create index information_request_enrollment on information_request (enrollment_id, id);
-- an applicant has one question at a time
create unique index information_request_open_unique on information_request (enrollment_id) where status = 'open';
select bind_to_workspace('information_request');

-- The mail to the applicant is made from the event feed, also where the instance names no other notifications.
create trigger information_request_notifications after insert on information_request
    for each row execute function note_notification_place();

alter table enrollment
    add column information_request_id  varchar(25) collate "C",
    add column information_provided_at timestamptz,
    -- from when the review counts: the submission, moved by the time that was spent waiting for the applicant
    add column review_started_at       timestamptz,
    add column review_reminded_at      timestamptz,
    add column review_escalated_at     timestamptz;
create index enrollment_waiting_for_applicant on enrollment (workspace_id, id) where information_request_id is not null;

-- FORCE is lifted, since the owner would find no rows otherwise.
alter table enrollment no force row level security;
alter table status_change no force row level security;
update enrollment e set review_started_at = (
    select max(c.at) from status_change c where c.enrollment_id = e.id and c.to_status = 'submitted')
where e.status = 'submitted';
alter table status_change force row level security;
alter table enrollment force row level security;
