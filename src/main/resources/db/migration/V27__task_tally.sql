-- The list of tasks and its count, as Tasklist asks for them, that take as long among a hundred thousand open tasks as
-- among a thousand. The list is walked in its order by an index; the count is a sum over a few rows.

-- Those of a workspace, all or of one kind, in the order of the list.
create index enlist_task_list on act_ru_task (tenant_id_, priority_ desc, create_time_, id_);
create index enlist_task_list_of_kind on act_ru_task (tenant_id_, task_def_key_, priority_ desc, create_time_, id_);
-- Tasks of nobody are shown in every workspace, too. No process of ours makes any, and the engine's own index of tenants
-- tells so at once.

-- How many tasks of each kind wait in a workspace: the sum of what was counted up and down. Rows are only added by those
-- who change tasks, so that nobody waits for anybody; they are summed up in the background. Tasks of nobody are not
-- among them. Whether the workspace exists is not asked, as in V24.
create table task_tally (
    workspace_id        varchar(64) collate "C" not null,
    id                  bigint generated always as identity,
    task_definition_key varchar(255),
    amount              bigint                  not null,
    constraint task_tally_pkey primary key (workspace_id, id)
);

-- The indexes above keep writers away until this is through, so none is missed and none counted twice.
insert into task_tally (workspace_id, task_definition_key, amount)
select tenant_id_, task_def_key_, count(*) from act_ru_task where tenant_id_ is not null group by 1, 2;

select bind_to_workspace('task_tally');

-- The engine also works without a workspace, where it sees the tasks of all (V3); the tally is bound to one all the same.
create function add_to_task_tally(workspace text, kind text, number bigint) returns void language plpgsql as $$
declare
    here text := current_workspace();
begin
    if here <> workspace then
        perform set_config('enlist.workspace', workspace, true);
    end if;
    insert into task_tally (workspace_id, task_definition_key, amount) values (workspace, kind, number);
    if here <> workspace then
        perform set_config('enlist.workspace', here, true);
    end if;
end $$;

create function count_new_tasks() returns trigger language plpgsql as $$
begin
    perform add_to_task_tally(counted.tenant_id_, counted.task_def_key_, counted.number)
    from (select tenant_id_, task_def_key_, count(*) as number from fresh
          where tenant_id_ is not null group by 1, 2) counted;
    return null;
end $$;
create trigger task_created_counted after insert on act_ru_task
    referencing new table as fresh for each statement execute function count_new_tasks();

create function count_gone_tasks() returns trigger language plpgsql as $$
begin
    perform add_to_task_tally(counted.tenant_id_, counted.task_def_key_, -counted.number)
    from (select tenant_id_, task_def_key_, count(*) as number from gone
          where tenant_id_ is not null group by 1, 2) counted;
    return null;
end $$;
create trigger task_deleted_counted after delete on act_ru_task
    referencing old table as gone for each statement execute function count_gone_tasks();

create function count_moved_task() returns trigger language plpgsql as $$
begin
    if old.tenant_id_ is not null then
        perform add_to_task_tally(old.tenant_id_, old.task_def_key_, -1);
    end if;
    if new.tenant_id_ is not null then
        perform add_to_task_tally(new.tenant_id_, new.task_def_key_, 1);
    end if;
    return null;
end $$;
create trigger task_moved_counted after update on act_ru_task
    for each row when (old.tenant_id_ is distinct from new.tenant_id_
                       or old.task_def_key_ is distinct from new.task_def_key_)
    execute function count_moved_task();
