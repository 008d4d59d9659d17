-- The inbox of reviewers: one row for each enrollment that waits for a person, written by the listener of its task in the
-- transaction of the task. A list, a tab and a count read an index of this table, however many enrollments there are.
-- The row holds no personal data; names come from the enrollment.
create table review (
    workspace_id        varchar(25) collate "C" not null references workspace,
    enrollment_id       varchar(25) collate "C" not null,
    program_instance_id varchar(25) collate "C" not null,
    kind                text                    not null,
    -- since when the enrollment waits for a decision
    opened_at           timestamptz             not null,
    due_at              timestamptz             not null,
    -- id of the member who claimed the task; empty while unclaimed. Not null, since only "=" keeps the order of an index
    assignee_id         varchar(25) collate "C" not null default '',
    -- since when the applicant has an open question
    waiting_since       timestamptz,
    -- when the latest answer of the applicant arrived
    answered_at         timestamptz,
    constraint review_pkey primary key (workspace_id, enrollment_id),
    constraint review_kind_known check (kind in ('review', 'manual-evaluation'))
);

-- All open reviews, by age and by due date.
create index review_by_age on review (workspace_id, opened_at, enrollment_id);
create index review_by_due on review (workspace_id, due_at, enrollment_id);
-- Those of one reviewer, and the unclaimed ones.
create index review_of_assignee_by_age on review (workspace_id, assignee_id, opened_at, enrollment_id)
    where waiting_since is null;
create index review_of_assignee_by_due on review (workspace_id, assignee_id, due_at, enrollment_id)
    where waiting_since is null;
create index review_waiting on review (workspace_id, opened_at, enrollment_id) where waiting_since is not null;
create index review_of_instance on review (workspace_id, program_instance_id, opened_at, enrollment_id);

-- The search in the inbox spans all program instances; only enrollments that may be in the inbox pay for its indexes.
create index enrollment_in_review_email on enrollment (workspace_id, email_key)
    where status in ('candidate', 'submitted');
create index enrollment_in_review_first_name on enrollment (workspace_id, first_name_key)
    where status in ('candidate', 'submitted');
create index enrollment_in_review_last_name on enrollment (workspace_id, last_name_key)
    where status in ('candidate', 'submitted');
create index enrollment_verdict_changed on enrollment (workspace_id, id) where verdict_changed_at is not null;

-- What waits when this version starts. FORCE is lifted for that, since the owner would find no rows otherwise.
alter table enrollment no force row level security;
alter table status_change no force row level security;
alter table program_instance no force row level security;
insert into review (workspace_id, enrollment_id, program_instance_id, kind, opened_at, due_at, assignee_id)
select e.workspace_id, e.id, e.program_instance_id, w.kind, w.opened_at,
       w.opened_at + coalesce(i.config #>> '{review,reminderAfter}', 'P3D')::interval,
       coalesce(m.id, '')
from act_ru_task t
join act_ru_execution x on x.id_ = t.proc_inst_id_
join enrollment e on e.id = x.business_key_ and e.workspace_id = t.tenant_id_
join program_instance i on i.id = e.program_instance_id and i.workspace_id = e.workspace_id
left join workspace_member m on m.workspace_id = e.workspace_id and m.email_key = lower(t.assignee_)
cross join lateral (
    select case t.task_def_key_ when 'user_review_enrollment' then 'review' else 'manual-evaluation' end as kind,
           coalesce((select max(s.at) from status_change s
                     where s.enrollment_id = e.id and s.to_status = e.status), e.updated_at) as opened_at) w
where t.task_def_key_ in ('user_review_enrollment', 'user_evaluate_manually');
alter table enrollment force row level security;
alter table status_change force row level security;
alter table program_instance force row level security;

select bind_to_workspace('review');
