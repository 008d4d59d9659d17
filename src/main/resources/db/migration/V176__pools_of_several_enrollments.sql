-- Locks every pool that these enrollments hold units of or may draw from, in the order of the pools' ids. A transaction that
-- moves several enrollments calls it before the first of them moves: their pools, locked one enrollment after the other, would be
-- locked in the order of the enrollments.
create function capacity_lock_of(here text, whose varchar[]) returns void language plpgsql as $$
begin
    perform capacity_lock(here, array(
        select h.pool_id from capacity_hold h where h.workspace_id = here and h.enrollment_id = any(whose)
        union
        select a.pool_id
        from enrollment e cross join lateral capacity_applying(here, e.program_instance_id, e.state, e.tags, 1) a
        where e.workspace_id = here and e.id = any(whose)));
end $$;
