-- Back-tests that a page or script asked for, so that every replica can tell how far one is and what it found.
create table backtests (
  backtest_id text primary key,
  asked_at bigint not null,
  policy_id text not null,
  draft_version integer not null,
  against_version integer not null,
  since_at bigint not null,                -- tickets opened from then on
  state text not null default 'running' check (state in ('running', 'done', 'failed')),
  tickets integer not null default 0,      -- how many there were when it began
  done integer not null default 0,         -- how many of them are judged
  result json,                             -- rows by metric; null until it is done
  problem text,                            -- why it failed
  alive_until bigint not null              -- a running one that is not heard of until then was lost with its process
);
create index backtests_asked on backtests (asked_at);
