-- While an applicant is asked, the reservation of the enrollment stands still, as the timers of its review do: no
-- unit is lost because a reviewer asked a question. The answer extends the reservation by the time that it took.
create or replace function capacity_expire(here text, moment timestamptz, most int)
    returns table (outcome text, units numeric, pool capacity_pool) language plpgsql as $$
begin
    return query select r.outcome, r.units, r.pool from capacity_release(here, array(
        select distinct h.enrollment_id from (
            select x.enrollment_id from capacity_hold x
            where x.workspace_id = here and x.expires_at <= moment and not x.committed
              and not exists (select 1 from enrollment e
                              where e.id = x.enrollment_id and e.information_request_id is not null)
            order by x.expires_at limit most) h), 'expire', moment) r;
end $$;

-- When the next reservation ends whose applicant is not asked.
create function capacity_next_expiry(here text) returns timestamptz language sql stable as $$
    select min(x.expires_at) from capacity_hold x
    where x.workspace_id = here and not x.committed
      and not exists (select 1 from enrollment e
                      where e.id = x.enrollment_id and e.information_request_id is not null)
$$;
