-- Foreign keys of the rows of a create that its own path keeps. Each was a query and a lock on the row that it refers to, for each row,
-- also where the transaction had just written or locked that row. See docs/decisions/0151-what-a-create-costs-in-postgresql.md.
--
-- The workspace of a row is the one that row security compares, told to the connection from the key or session; no workspace is deleted.
alter table customer drop constraint customer_workspace_id_fkey;
alter table enrollment drop constraint enrollment_workspace_id_fkey;
alter table idempotency_record drop constraint idempotency_record_workspace_id_fkey;
revoke delete on workspace from enlist_app;

-- History and decisions are written with their enrollment, or under a lock on it; keys of duplicates under a lock on their customer.
alter table status_history drop constraint status_history_enrollment_id_fkey;
alter table decision_record drop constraint decision_record_enrollment_id_fkey;
alter table duplicate_key drop constraint duplicate_key_customer_id_fkey;

-- They go with it, as before: as the owner, because the application may not delete history.
create function delete_rows_of_enrollment() returns trigger language plpgsql security definer
    set search_path from current as $$
begin
    delete from status_history where enrollment_id = old.id and workspace_id = old.workspace_id;
    delete from decision_record where enrollment_id = old.id and workspace_id = old.workspace_id;
    return null;
end $$;
create trigger enrollment_deleted_takes_its_rows after delete on enrollment
    for each row execute function delete_rows_of_enrollment();

create function delete_keys_of_customer() returns trigger language plpgsql security definer
    set search_path from current as $$
begin
    delete from duplicate_key where customer_id = old.id and workspace_id = old.workspace_id;
    return null;
end $$;
create trigger customer_deleted_takes_its_keys after delete on customer
    for each row execute function delete_keys_of_customer();
