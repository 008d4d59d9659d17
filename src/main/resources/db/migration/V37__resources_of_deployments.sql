-- The engine writes the resources of a deployment (models, tables, forms) without a tenant. They are seen where their
-- deployment is seen: the policy of act_re_deployment holds within this one.
create policy of_visible_deployment on act_ge_bytearray as restrictive for select using (
    deployment_id_ is null
    or current_workspace() = ''
    or exists (select 1 from act_re_deployment d where d.id_ = act_ge_bytearray.deployment_id_));
