-- How an e-mail is compared, as a column. Beneath a security policy an index serves only conditions that cannot leak
-- what they see, and lower() over a column does not count as such: an index over lower(email) would not be used.

alter table customer add column email_key text generated always as (lower(email)) stored;
alter table lead add column email_key text generated always as (lower(email)) stored;
alter table enrollment add column email_key text generated always as (lower(email)) stored;

drop index customer_email_unique;
create unique index customer_email_unique on customer (workspace_id, email_key);

drop index lead_email_unique;
create unique index lead_email_unique on lead (workspace_id, email_key);

drop index enrollment_open_email_unique;
create unique index enrollment_open_email_unique on enrollment (program_instance_id, email_key)
    where status in ('candidate', 'eligible', 'submitted', 'approved');

drop index enrollment_person;
create index enrollment_person on enrollment (workspace_id, email_key);
