-- How many enrollments of an instance have a state, a tag or a manufacturer, exact and without reading them: what was
-- summed up, and what has come since. Those who change enrollments only add rows, so that nobody waits for anybody; in
-- the background these are added to the sums. Sums and news are two tables, since an instance may have any number of
-- tags: which rows are news must not take a look at all sums.
create table enrollment_facet_tally (
    workspace_id        varchar(25) collate "C" not null,
    program_instance_id varchar(25) collate "C" not null,
    kind                text                    not null,
    value               text collate "C"        not null,
    amount              bigint                  not null,
    constraint enrollment_facet_tally_pkey primary key (workspace_id, program_instance_id, kind, value)
);
-- Of values that nobody has any more.
create index enrollment_facet_tally_none on enrollment_facet_tally (workspace_id) where amount = 0;

create table enrollment_facet_change (
    workspace_id        varchar(25) collate "C" not null,
    id                  bigint generated always as identity,
    program_instance_id varchar(25) collate "C" not null,
    kind                text                    not null,
    value               text collate "C"        not null,
    amount              bigint                  not null,
    constraint enrollment_facet_change_pkey primary key (workspace_id, id)
);

create function count_new_facets() returns trigger language plpgsql as $$
begin
    insert into enrollment_facet_change (workspace_id, program_instance_id, kind, value, amount)
    select workspace_id, program_instance_id, kind, value, count(*) from fresh group by 1, 2, 3, 4;
    return null;
end $$;
create trigger enrollment_facet_counted after insert on enrollment_facet
    referencing new table as fresh for each statement execute function count_new_facets();

create function count_gone_facets() returns trigger language plpgsql as $$
begin
    insert into enrollment_facet_change (workspace_id, program_instance_id, kind, value, amount)
    select workspace_id, program_instance_id, kind, value, -count(*) from gone group by 1, 2, 3, 4;
    return null;
end $$;
create trigger enrollment_facet_uncounted after delete on enrollment_facet
    referencing old table as gone for each statement execute function count_gone_facets();

-- The triggers above keep writers away until this is through, so none is missed and none counted twice.
alter table enrollment_facet no force row level security;
insert into enrollment_facet_tally (workspace_id, program_instance_id, kind, value, amount)
select workspace_id, program_instance_id, kind, value, count(*) from enrollment_facet group by 1, 2, 3, 4;
alter table enrollment_facet force row level security;

select bind_to_workspace('enrollment_facet_tally');
select bind_to_workspace('enrollment_facet_change');
