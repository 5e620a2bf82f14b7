-- Rights of the sidecar's own database user: it works, and it cannot rewrite what happened. Run by the owner of the tables,
-- after `tierline migrate` and again after every upgrade:
--   psql "$OWNER_DATABASE_URL" --set app_user=tierline_app --file sidecar/deploy/roles.sql
-- The user is made beforehand: create role tierline_app login password '…';
\set ON_ERROR_STOP on
begin;
grant usage on schema public to :"app_user";
grant select, insert, update, delete on all tables in schema public to :"app_user";
grant usage, select on all sequences in schema public to :"app_user";
-- Tables that a later migration makes are open to it too, before this is run again.
alter default privileges in schema public grant select, insert, update, delete on tables to :"app_user";
alter default privileges in schema public grant usage, select on sequences to :"app_user";
-- What happened and what was agreed is only added to; versions of the schema are the owner's.
revoke update, delete, truncate on audit from :"app_user";
revoke update, delete, truncate on contracts from :"app_user";
revoke insert, update, delete, truncate on schema_migrations from :"app_user";
commit;
