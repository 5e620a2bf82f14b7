-- Erasing one person is the one change that the audit log allows, by one procedure only: who it was goes, what was done,
-- when, in which role and with which outcome stay.
create or replace function audit_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('tierline.erasing', true) = 'on' then
    if new.id = old.id and new.at = old.at and new.role = old.role and new.action = old.action
        and new.outcome = old.outcome then
      return new;
    end if;
  end if;
  raise exception 'the audit log is append-only';
end $$;

create function erase_from_audit(entry bigint, new_actor text, new_subject text, new_detail text) returns void
language plpgsql as $$
begin
  perform set_config('tierline.erasing', 'on', true);
  update audit set actor = new_actor, subject = new_subject, detail = new_detail where id = entry;
  perform set_config('tierline.erasing', 'off', true);
end $$;

-- For the owner of the tables; the sidecar's own user has no use for it.
revoke execute on function erase_from_audit(bigint, text, text, text) from public;
