-- Instants are bigint epoch milliseconds, UTC. A migration is never edited once it is released: add the next number.

-- The database's clock is the only one that decides. `tierline.clock_offset_ms` moves it in tests and in the sandbox.
create function now_ms() returns bigint language sql volatile as $$
  select (extract(epoch from clock_timestamp()) * 1000)::bigint
       + coalesce(nullif(current_setting('tierline.clock_offset_ms', true), '')::bigint, 0)
$$;

-- A ticket has one row, and on it one instant: look_at.
create table tickets (
  ticket_id text primary key,
  look_at bigint,                          -- null: nothing to look at
  settle_at bigint,                        -- null: nothing to write, or never again by itself
  due_at bigint generated always as (least(look_at, settle_at)) stored,
  asked bigint not null default 0,         -- looks asked for so far
  asked_at bigint,                         -- first of those not yet looked at
  tries integer not null default 0,        -- claims since one last came to an end
  failures integer not null default 0,     -- ends without an answer since the last look
  claimed_by text,
  claimed_until bigint,
  claim_number bigint not null default 0,
  read_at bigint,                          -- when Zendesk was last read
  heard_at bigint,                         -- updated instant of the newest hint that changed nothing
  updated_at bigint,                       -- of the seen ticket
  must_read boolean not null default true,
  ended boolean not null default false,
  seen json,
  history json,
  facts json,
  judgement json,
  write_back json,
  fired_causes text[] not null default '{}',
  write_state text not null default 'settled' check (write_state in ('settled', 'pending', 'failed')),
  policy_id text,
  policy_version integer,
  organization_id text,
  tier text,
  priority text,
  priority_rank integer not null default 2147483647,
  level text,
  owner text,
  status text,
  opened_at bigint,
  next_due_at bigint,
  next_metric text,
  at_risk boolean not null default false,
  breached boolean not null default false,
  last_error text,
  revision bigint not null default 0
) with (fillfactor = 80);
create index tickets_due on tickets (due_at) where due_at is not null;
create index tickets_held on tickets (claimed_by) where claimed_by is not null;
create index tickets_queue on tickets (priority_rank, opened_at, ticket_id)
  where not ended and status in ('new', 'open', 'pending', 'hold');
create index tickets_organization on tickets (organization_id) where organization_id is not null;
create index tickets_policy on tickets (policy_id, ticket_id);
create index tickets_failed on tickets (ticket_id) where write_state = 'failed';

-- The inbox: what Zendesk said, as it came. Rows go when their look is committed, except those kept aside.
create table events (
  id bigint generated always as identity primary key,
  delivery_id text not null unique,
  ticket_id text,
  received_at bigint not null,
  body text not null,
  hint json,
  problem text,                            -- null: it can be read
  looked_at bigint
);
create index events_waiting on events (ticket_id) where looked_at is null and problem is null;
create index events_looked on events (looked_at) where looked_at is not null;
create index events_aside on events (id) where problem is not null;

-- What people did in the sidebar.
create table acts (
  id bigint generated always as identity primary key,
  ticket_id text not null,
  at bigint not null,
  event json not null,
  actor text not null,
  idempotency_key text not null unique
);
create index acts_ticket on acts (ticket_id, at, id);

-- Versions of policies. Published text never changes (trigger below).
create table policies (
  policy_id text not null,
  version integer not null check (version > 0),
  state text not null check (state in ('draft', 'published', 'retired')),
  title text not null,
  body text not null,
  frozen text,                             -- holidays resolved at publication, JSON
  saved_at bigint not null,
  published_at bigint,
  note text,
  primary key (policy_id, version),
  check ((state = 'draft') = (published_at is null))
);
create unique index policies_published on policies (policy_id) where state = 'published';

create function policies_keep() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    if old.state <> 'draft' then raise exception 'a published policy version is kept'; end if;
    return old;
  end if;
  if old.state <> 'draft' and (
      new.body <> old.body or new.frozen is distinct from old.frozen or new.title <> old.title
      or new.published_at is distinct from old.published_at or new.note is distinct from old.note
      or new.policy_id <> old.policy_id or new.version <> old.version or new.state = 'draft') then
    raise exception 'a published policy version is never changed';
  end if;
  return new;
end $$;
create trigger policies_keep before update or delete on policies for each row execute function policies_keep();

-- Contracts: every revision is kept, so that what was owed in March can be answered in May.
create table contracts (
  organization_id text not null,
  revision integer not null check (revision > 0),
  policy_id text not null,
  terms json not null,
  changed_at bigint not null,
  actor text not null,
  primary key (organization_id, revision)
);

create table notices (
  notice_id text primary key,
  policy_id text not null,
  kind text not null,
  words text,
  announced_at bigint not null,
  from_at bigint not null,
  to_at bigint not null,
  organizations text[] not null default '{}'
);
create index notices_end on notices (to_at);

-- People and organizations of Zendesk, as last read.
create table users (
  user_id text primary key,
  profile json not null,
  read_at bigint not null
);
create table organizations (
  organization_id text primary key,
  profile json not null,
  read_at bigint not null
);

create table audit (
  id bigint generated always as identity primary key,
  at bigint not null,
  actor text not null,
  role text not null,
  action text not null,
  subject text not null,
  detail text,
  outcome text not null
);
create function audit_keep() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_keep before update or delete on audit for each row execute function audit_keep();
create trigger audit_keep_all before truncate on audit for each statement execute function audit_keep();

create table settings (
  name text primary key,
  value text not null
);

-- One holder at a time over all replicas, e.g. of the export's cursor.
create table leases (
  name text primary key,
  holder text not null,
  until bigint not null
);

-- Requests to Zendesk, counted by all replicas together. One row a bucket and window.
create table budget (
  bucket text primary key,
  window_start bigint not null,
  used integer not null,
  allowed integer,                         -- learned from Zendesk's headers; null: the default
  blocked_until bigint not null default 0
);
