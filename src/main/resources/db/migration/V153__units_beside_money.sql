-- An owner, or a segment of it, may have a pool that counts units and beside it one that counts money. An enrollment draws
-- from both, or from none: the functions of V120 take every pool that applies.
drop index capacity_pool_owner_unique;
create unique index capacity_pool_owner_unique
    on capacity_pool (owner_id, owner_kind, coalesce(segment_by, ''), coalesce(segment, ''), (pricing_model = 'budget'))
    where closed_at is null;
