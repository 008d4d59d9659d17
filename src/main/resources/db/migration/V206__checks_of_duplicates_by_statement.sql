-- What a new customer or application adds to the work of duplicate detection is added once for each statement, as a batch of
-- creates and an import insert many. Before, a trigger ran for each row.
create function check_duplicates_of_new_customers() returns trigger language plpgsql as $$
begin
    insert into duplicate_check (workspace_id, customer_id) select workspace_id, id from fresh;
    perform signal_job('duplicate-detection', w.workspace_id) from (select distinct workspace_id from fresh) w;
    return null;
end $$;
drop trigger customer_added_checks_duplicates on customer;
create trigger customer_added_checks_duplicates after insert on customer
    referencing new table as fresh for each statement execute function check_duplicates_of_new_customers();

-- Not for a customer who is stored with the application: storing the customer asked for the check already. The look-up is a
-- value, so that it is never planned as a join with all customers.
create function check_duplicates_of_new_applicants() returns trigger language plpgsql as $$
declare
    workspace text;
begin
    for workspace in
        with added as (
            insert into duplicate_check (workspace_id, customer_id)
            select f.workspace_id, f.customer_id from fresh f
            where f.customer_id is not null
              and (f.serial_number is not null or f.phone is not null or f.street_one is not null)
              and (select c.version = 0 and c.xmin = pg_current_xact_id()::xid
                   from customer c where c.id = f.customer_id) is distinct from true
            returning workspace_id)
        select distinct workspace_id from added
    loop
        perform signal_job('duplicate-detection', workspace);
    end loop;
    return null;
end $$;
drop trigger enrollment_added_checks_duplicates on enrollment;
create trigger enrollment_added_checks_duplicates after insert on enrollment
    referencing new table as fresh for each statement execute function check_duplicates_of_new_applicants();

-- A key refers to its customer, and a check is dropped where the customer is gone; both are of the customer's workspace, which row
-- security compares.
alter table duplicate_key drop constraint duplicate_key_workspace_id_fkey;
alter table duplicate_check drop constraint duplicate_check_workspace_id_fkey;
