-- The claim of a review belongs to the enrollment: its row settles who decides, whichever way a claim or decision comes.
alter table enrollment
    add column claimed_by_id   varchar(25) collate "C",
    add column claimed_by_name text,
    add column claimed_at      timestamptz;
create index enrollment_claimed on enrollment (workspace_id, claimed_by_id, id) where claimed_by_id is not null;

-- Claims that the engine's tasks hold already. FORCE is lifted, since the owner would find no rows otherwise.
alter table enrollment no force row level security;
update enrollment e
set claimed_by_id = p.id, claimed_by_name = p.display_name, claimed_at = now()
from act_ru_task t
join act_ru_execution x on x.id_ = t.proc_inst_id_
join app_user u on u.email = t.assignee_
join workspace_member p on p.user_id = u.id and p.email_key is not null
where t.task_def_key_ in ('user_review_enrollment', 'user_evaluate_manually')
  and x.business_key_ = e.id and p.workspace_id = e.workspace_id and t.tenant_id_ = e.workspace_id;
alter table enrollment force row level security;

-- Each claim, release and reassignment of a review, never changed afterwards.
create table claim_change (
    id            varchar(25) collate "C" primary key,
    workspace_id  varchar(25) collate "C" not null,
    enrollment_id varchar(25) collate "C" not null references enrollment on delete cascade,
    -- null: the review was unclaimed before, or is unclaimed now
    from_id       varchar(25) collate "C",
    from_name     text,
    to_id         varchar(25) collate "C",
    to_name       text,
    at            timestamptz not null,
    by_type       text        not null,
    by_id         text        not null,
    by_name       text        not null,
    reason        text
);
create index claim_change_enrollment on claim_change (enrollment_id, id);
create trigger claim_change_append_only before update on claim_change
    for each row execute function refuse_change();
select bind_to_workspace('claim_change');
revoke update, delete on claim_change from enlist_app;
