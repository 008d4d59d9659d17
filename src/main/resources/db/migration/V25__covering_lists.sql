-- Lists are found in an index alone: row security asks every row for its workspace, and where the index does not tell
-- it, each row is fetched to be asked. With the workspace in front, the page of a status and the count of a state read
-- nothing else.
drop index enrollment_list;
drop index enrollment_status_list;
create index enrollment_list on enrollment (workspace_id, program_instance_id, id);
create index enrollment_status_list on enrollment (workspace_id, program_instance_id, status, id);

alter table enrollment_facet drop constraint enrollment_facet_pkey;
alter table enrollment_facet add constraint enrollment_facet_pkey
    primary key (workspace_id, program_instance_id, kind, value, enrollment_id);

create or replace function drop_enrollment_facets(gone enrollment) returns void language sql as $$
    delete from enrollment_facet
    where workspace_id = gone.workspace_id and program_instance_id = gone.program_instance_id
      and enrollment_id = gone.id
      and (kind = 'state' and value = gone.state
           or kind = 'tag' and value = any(gone.tags)
           or kind = 'manufacturer' and value = any(gone.manufacturer_slugs));
$$;
