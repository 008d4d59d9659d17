-- Pairs of customers that may be one person: an import finds several for each row where people share addresses, and each asked for both
-- customers and the workspace, and had an index more than it needs. See docs/decisions/0156-imports-profiled.md.
--
-- The job of the pairs locks both customers until its commit, and row security compares the workspace; the pairs go with a customer as
-- the keys do.
alter table duplicate_pair
    drop constraint duplicate_pair_workspace_id_fkey,
    drop constraint duplicate_pair_first_id_fkey,
    drop constraint duplicate_pair_second_id_fkey;

create or replace function delete_keys_of_customer() returns trigger language plpgsql security definer
    set search_path from current as $$
begin
    delete from duplicate_key where customer_id = old.id and workspace_id = old.workspace_id;
    delete from duplicate_pair where first_id = old.id and workspace_id = old.workspace_id;
    delete from duplicate_pair where second_id = old.id and workspace_id = old.workspace_id;
    return null;
end $$;

-- Pairs are read within their workspace, so the index of their list serves their ids as well.
alter table duplicate_pair
    drop constraint duplicate_pair_pkey,
    add constraint duplicate_pair_pkey primary key (workspace_id, id);
drop index duplicate_pair_list;
