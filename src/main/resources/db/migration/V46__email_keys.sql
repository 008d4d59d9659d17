-- Keys of e-mails and names are computed in Java and stored (see EmailKey and PersonSearch): lower() depends on the
-- locale of the database and knows neither Unicode's forms nor domain names, so that one person was two, and two one.
-- V47 computes the keys of what is stored.

alter table customer
    alter column email_key drop expression,
    alter column first_name_key drop expression,
    alter column last_name_key drop expression,
    -- 0; of those that had the key of another already when keys were computed anew, 1 and so on
    add column duplicate int not null default 0;
alter table lead
    alter column email_key drop expression,
    alter column first_name_key drop expression,
    alter column last_name_key drop expression,
    add column duplicate int not null default 0;
alter table enrollment
    alter column email_key drop expression,
    alter column first_name_key drop expression,
    alter column last_name_key drop expression,
    add column duplicate int not null default 0;

drop index customer_email_unique;
create unique index customer_email_unique on customer (workspace_id, email_key, duplicate);
drop index lead_email_unique;
create unique index lead_email_unique on lead (workspace_id, email_key, duplicate);
drop index enrollment_open_email_unique;
create unique index enrollment_open_email_unique on enrollment (program_instance_id, email_key, duplicate)
    where status in ('candidate', 'eligible', 'submitted', 'approved');

alter table app_user add column email_key text collate "C";
drop index app_user_email_unique;
