-- One create wrote 79 index entries. Every index here is replaced by one that serves the same queries with fewer entries, or
-- is dropped because no query needs it; docs/decisions/0121-what-one-create-writes.md lists each with its query.
--
-- The three indexes of enrollments are built first: about two seconds per million rows and index, during which enrollments
-- are read but not written. The indexes of the engine hold few rows and are built in less. Dropping takes no time; readers of a
-- table wait from there to the end of the migration, so everything that takes time comes before.

-- Enrollments. One unique index on person and instance serves look-ups, searches and the order of a list too. Two open
-- enrollments conflict; a closed one differs from all by its id.
create unique index enrollment_open_email on enrollment (program_instance_id, email_key, duplicate,
    (case when status in ('candidate', 'eligible', 'submitted', 'approved') then '' else id end));
create unique index enrollment_open_customer on enrollment (customer_id, program_instance_id,
    (case when status in ('candidate', 'eligible', 'submitted', 'approved') then '' else id end))
    where customer_id is not null;
create unique index enrollment_open_reference on enrollment (program_instance_id, reference_id,
    (case when status in ('candidate', 'eligible', 'submitted', 'approved') then '' else id end))
    where reference_id is not null;

-- The engine. Most of its columns are null in most rows; a condition on such a column is never true for null, so the
-- planner takes the partial index for it. Queries by definition ask for whole processes, the rows without a parent.
create index enlist_exe_parent on act_ru_execution (parent_id_) where parent_id_ is not null;
create index enlist_exe_super on act_ru_execution (super_exec_) where super_exec_ is not null;
create index enlist_exe_buskey on act_ru_execution (business_key_) where business_key_ is not null;
create index enlist_exe_definition on act_ru_execution (proc_def_id_, tenant_id_) where parent_id_ is null;
create index enlist_event_subscr_config on act_ru_event_subscr (configuration_) where configuration_ is not null;
-- Messages go to one execution, which is looked up by its id; their names are looked up for the start of a process only.
create index enlist_event_subscr_name on act_ru_event_subscr (event_name_)
    where execution_id_ is null or event_type_ <> 'message';
create index enlist_task_case_def on act_ru_task (case_def_id_) where case_def_id_ is not null;
create index enlist_task_case_exec on act_ru_task (case_execution_id_) where case_execution_id_ is not null;
create index enlist_task_owner on act_ru_task (owner_) where owner_ is not null;
create index enlist_task_assignee on act_ru_task (assignee_) where assignee_ is not null;
create index enlist_job_exception on act_ru_job (exception_stack_id_) where exception_stack_id_ is not null;

drop index enrollment_open_email_unique, enrollment_email;
drop index enrollment_open_customer_unique, enrollment_customer;
drop index enrollment_open_reference_unique, enrollment_reference;

-- The feed is read by epoch and position, by all of its readers; the position alone is looked up by none.
alter table event_log drop constraint event_log_pkey;
-- Decisions are read by their enrollment.
alter table decision_record drop constraint decision_record_pkey;
-- Work to be done is read in the order of ids within a workspace.
alter table duplicate_check drop constraint duplicate_check_pkey;
-- All of them are read in each round; the rows that were read are deleted by their places in the table.
alter table job_signal drop constraint job_signal_pkey;

drop index act_idx_exe_parent, act_idx_exe_super, act_idx_exec_buskey, act_idx_exe_procdef;
-- Nothing is found by a workspace alone, or by the topmost of nested processes.
drop index act_idx_exec_tenant_id, act_idx_exe_root_pi, act_idx_event_subscr_tenant_id;
drop index act_idx_event_subscr_config_, act_idx_event_subscr_evt_name;
drop index act_idx_task_case_def_id, act_idx_task_case_exec, act_idx_task_owner, act_idx_task_assignee;
-- enlist_task_list begins with the workspace.
drop index act_idx_task_tenant_id;
drop index act_idx_job_exception;

-- A customer who is stored with the first application is checked once: storing the customer asked for it already.
create or replace function check_duplicates_of_applicant() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and old.customer_id is not null then
        insert into duplicate_check (workspace_id, customer_id) values (old.workspace_id, old.customer_id);
        perform signal_job('duplicate-detection', old.workspace_id);
    end if;
    if tg_op <> 'DELETE' and new.customer_id is not null
            and (tg_op = 'INSERT' or new.customer_id is distinct from old.customer_id)
            and not exists (select 1 from customer c where c.id = new.customer_id and c.version = 0
                            and c.xmin = pg_current_xact_id()::xid) then
        insert into duplicate_check (workspace_id, customer_id) values (new.workspace_id, new.customer_id);
        perform signal_job('duplicate-detection', new.workspace_id);
    end if;
    return null;
end $$;
