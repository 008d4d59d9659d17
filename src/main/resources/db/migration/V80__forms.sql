-- Forms in which people apply; see docs/decisions/0089-forms.md.

-- Whether and where the form of the instance is published; null for an instance that never was.
alter table program_instance add column application jsonb;

-- Which instance a path of /apply belongs to. Read before the workspace is known, so without row security. The primary
-- key makes a path unique in the installation. Filled by triggers, so that no writer of instances can forget it.
create table application_path (
    path                text        collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    organization_id     varchar(25) collate "C" not null references organization,
    program_instance_id varchar(25) collate "C" not null unique references program_instance on delete cascade
);

create function keep_application_path() returns trigger language plpgsql as $$
declare
    wanted text := case when new.archived_at is null then new.application ->> 'path' end;
begin
    delete from application_path where program_instance_id = new.id and path is distinct from wanted;
    if wanted is not null then
        insert into application_path (path, workspace_id, organization_id, program_instance_id)
        select wanted, new.workspace_id, new.organization_id, new.id
        where not exists (select 1 from application_path p where p.program_instance_id = new.id);
    end if;
    return null;
end $$;
create trigger instance_added_keeps_path after insert on program_instance
    for each row when (new.application is not null) execute function keep_application_path();
create trigger instance_changed_keeps_path after update on program_instance
    for each row when ((old.application, old.archived_at) is distinct from (new.application, new.archived_at))
    execute function keep_application_path();

-- Published forms. A row never changes: applicants go on with the version that they began with.
create table form_version (
    id                  varchar(25) collate "C" primary key,
    workspace_id        varchar(25) collate "C" not null references workspace,
    program_instance_id varchar(25) collate "C" not null references program_instance on delete cascade,
    number              int         not null,
    -- SHA-256 of the definition in canonical form; publishing the same form again makes no version
    digest              text        collate "C" not null,
    definition          jsonb       not null,
    note                text,
    published_by_type   text        not null,
    published_by_id     text        not null,
    published_by_name   text        not null,
    published_at        timestamptz not null,
    created_at          timestamptz not null,
    updated_at          timestamptz not null,
    version             int         not null,
    constraint form_version_number_unique unique (program_instance_id, number)
);

create function refuse_change_of_form_version() returns trigger language plpgsql as $$
begin
    raise exception 'A published form never changes; publish a new version';
end $$;
create trigger form_version_immutable before update on form_version
    for each row when ((old.number, old.digest, old.definition) is distinct from (new.number, new.digest, new.definition))
    execute function refuse_change_of_form_version();

select bind_to_workspace('form_version');
