-- Leaving is a scope of its own. Keys that could unenroll people keep that right, but keys bound to one program
-- instance do not: such keys stand in web forms, where everybody can read them.
update api_key set scopes = scopes || '{enrollments:unenroll}'
where kind = 'scoped' and program_instance_id is null
  and 'enrollments:write' = any (scopes) and not 'enrollments:unenroll' = any (scopes);
