-- In which time zone a date without a time is a day: that of the instance, else of the workspace, else of the
-- organization, else UTC. IANA names; the application knows which there are.
alter table organization add column time_zone text;
alter table workspace add column time_zone text;
alter table program_instance add column time_zone text;
