-- The enrollment stores when its applicant answered (information_provided_at).
alter table review drop column answered_at;
create index enrollment_information_provided on enrollment (workspace_id, id) where information_provided_at is not null;

-- Applicants who have an open question when this version starts. Their processes have no task.
alter table enrollment no force row level security;
alter table program_instance no force row level security;
alter table information_request no force row level security;
alter table review no force row level security;
insert into review (workspace_id, enrollment_id, program_instance_id, kind, opened_at, due_at, assignee_id, waiting_since)
select e.workspace_id, e.id, e.program_instance_id, 'review', e.review_started_at,
       e.review_started_at + coalesce(i.config #>> '{review,reminderAfter}', 'P3D')::interval,
       coalesce(e.claimed_by_id, ''), q.requested_at
from enrollment e
join program_instance i on i.id = e.program_instance_id and i.workspace_id = e.workspace_id
join information_request q on q.id = e.information_request_id
where e.information_request_id is not null
on conflict do nothing;
alter table enrollment force row level security;
alter table program_instance force row level security;
alter table information_request force row level security;
alter table review force row level security;
