-- A node deploys its models when it starts. Those of releases before this one would make an earlier lifecycle the newest version,
-- with which new processes begin. From the moment at which the later version is deployed, such a node does not start. Later releases
-- refuse by themselves and are known by their sessions; see docs/decisions/0146-rolling-updates.md.
create function refuse_earlier_lifecycle() returns trigger language plpgsql as $$
declare
    newest text := (select version_tag_ from act_re_procdef where key_ = new.key_ and tenant_id_ is null
                    order by version_ desc limit 1);
begin
    if new.version_tag_::int < newest::int then
        raise exception 'A later release of Enlist uses this database: its enrollment lifecycle is version %, this one is %. Start the later release.',
            newest, new.version_tag_ using errcode = 'object_not_in_prerequisite_state';
    end if;
    return new;
end $$;
create trigger act_re_procdef_earlier_lifecycle before insert on act_re_procdef for each row
    when (new.key_ = 'enrollment-lifecycle' and new.tenant_id_ is null
          and current_setting('application_name') !~ '/level-[0-9]+$')
    execute function refuse_earlier_lifecycle();
