-- Every enrollment has an application number, such as B7K3-9QXM: 7 characters of Crockford's base 32 and a check
-- character from the same 32 letters. Decision 0060 says why it is made this way.
--
-- A sequence of the installation counts 35-bit numbers. A permutation with a key of the installation scatters them, so
-- that two enrollments never share a number and nobody can guess the next one. Both live here, and nowhere else: the
-- application fetches finished numbers.
create sequence application_number_sequence as bigint minvalue 0 maxvalue 34359738367 start 0 cache 100 no cycle;

create table application_number_key (
    only_one boolean primary key default true check (only_one),
    key      bytea not null
);
insert into application_number_key (key) values (uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
-- the application works as enlist_app and has no use for the key
revoke all on application_number_key from enlist_app;
revoke all on sequence application_number_sequence from enlist_app;

-- A Feistel network over 17 and 18 bits: each round changes one part by a keyed hash of the other, which can be undone,
-- so that different numbers stay different.
create function scatter_application_number(n bigint, key bytea) returns bigint
    language plpgsql immutable strict parallel safe as $$
declare
    a int := (n >> 18)::int;
    b int := (n & 262143)::int;
    hash bytea;
begin
    hash := sha256(key || int4send(b));
    a := a # (((get_byte(hash, 0) << 16) | (get_byte(hash, 1) << 8) | get_byte(hash, 2)) & 131071);
    hash := sha256(key || int4send(a + 1000000));
    b := b # (((get_byte(hash, 0) << 16) | (get_byte(hash, 1) << 8) | get_byte(hash, 2)) & 262143);
    hash := sha256(key || int4send(b + 2000000));
    a := a # (((get_byte(hash, 0) << 16) | (get_byte(hash, 1) << 8) | get_byte(hash, 2)) & 131071);
    hash := sha256(key || int4send(a + 3000000));
    b := b # (((get_byte(hash, 0) << 16) | (get_byte(hash, 1) << 8) | get_byte(hash, 2)) & 262143);
    return (a::bigint << 18) | b;
end $$;

-- Writes 35 bits as 7 characters and the check character. The characters are elements of GF(32) with the polynomial
-- x^5 + x^2 + 1; the check character makes the sum of c[i] * x^(7-i) zero, which fails for every single wrong character
-- and for every two that changed places. Doubling an element d is d * 2, and # 37 where that leaves 5 bits.
create function write_application_number(n bigint) returns text
    language plpgsql immutable strict parallel safe as $$
declare
    letters constant text := '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    written text := '';
    letter int;
    checked int := 0;
begin
    for place in reverse 6..0 loop
        letter := ((n >> (place * 5)) & 31)::int;
        written := written || substr(letters, letter + 1, 1);
        checked := (checked # letter) << 1;
        checked := checked # (checked >> 5) * 37;
    end loop;
    return substr(written, 1, 4) || '-' || substr(written, 5) || substr(letters, checked + 1, 1);
end $$;

-- As the owner, who may read the key and count.
create function next_application_number() returns text language sql volatile security definer
    set search_path from current as $$
    select write_application_number(scatter_application_number(nextval('application_number_sequence'), k.key))
    from application_number_key k;
$$;
revoke all on function next_application_number() from public;
grant execute on function next_application_number() to enlist_app;

-- Numbers the enrollments that are there by writing the table anew once, which neither runs triggers nor touches the
-- indexes row by row.
do $$
begin
    execute format(
        'alter table enrollment add column application_number varchar(9) collate "C" not null default '
        'write_application_number(scatter_application_number(nextval(''application_number_sequence''), %L::bytea))',
        (select key from application_number_key));
end $$;
alter table enrollment alter column application_number set default next_application_number();
create unique index enrollment_application_number on enrollment (application_number);
