-- The version of the form that people who apply now get: the newest one. Known with the instance, so that a submission
-- reads nothing more for it.
alter table program_instance add column form_version_id varchar(25) collate "C" references form_version;

alter table program_instance no force row level security;
alter table form_version no force row level security;
update program_instance i set form_version_id =
    (select v.id from form_version v where v.program_instance_id = i.id order by v.number desc limit 1);
alter table form_version force row level security;
alter table program_instance force row level security;
