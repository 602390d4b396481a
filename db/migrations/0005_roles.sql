-- Who may do what. Roles belong to the cluster: another database of it may have made them already, or make them at this
-- moment. They get no password here: whoever runs the database gives them one.

DO $$ BEGIN
  CREATE ROLE postern_bot LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$ BEGIN
  CREATE ROLE postern_auditor LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

-- Dovecot opens 2 × (auth workers + 1) connections a role; below that a sign-in hangs for 60 s. Enough for 9 workers.
DO $$ BEGIN
  CREATE ROLE postern_sign_in LOGIN CONNECTION LIMIT 20;
  ALTER ROLE postern_sign_in SET statement_timeout = '3s';
  ALTER ROLE postern_sign_in SET default_transaction_read_only = on;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

DO $$ BEGIN
  CREATE ROLE postern_signed_in LOGIN CONNECTION LIMIT 20;
  ALTER ROLE postern_signed_in SET statement_timeout = '3s';
  ALTER ROLE postern_signed_in SET synchronous_commit = off;
  ALTER ROLE postern_signed_in SET lock_timeout = '1s';
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;

REVOKE ALL ON SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC;
DO $$ BEGIN
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
END $$;

GRANT USAGE ON SCHEMA public TO postern_bot, postern_sign_in, postern_signed_in, postern_auditor;

GRANT SELECT ON migration TO postern_bot;

-- It issues passwords and never reads one back, not even as a hash.
GRANT SELECT ON address, address_word, device_use, delivery, sign_out, audit_event, audit_channel TO postern_bot;
GRANT SELECT (id, address_id, label, kind, protocols, tag, version, added_at, added_by, changed_by, op, disconnected_at)
  ON device TO postern_bot;
GRANT SELECT (device_id, address_id, kind, tag, protocols, is_accepted) ON device_password TO postern_bot;

GRANT INSERT (address, changed_by, op) ON address TO postern_bot;
GRANT UPDATE (changed_by, op, removed_at) ON address TO postern_bot;
GRANT INSERT (address_id, label, kind, protocols, tag, password_hash, changed_by, op) ON device TO postern_bot;
GRANT UPDATE (label, kind, protocols, tag, password_hash, changed_by, op, disconnected_at) ON device TO postern_bot;
GRANT UPDATE (delivered_at, withdrawn_at, withdrawn_by, told_at, attempts, lease_until, last_error)
  ON delivery TO postern_bot;
GRANT UPDATE (due_at, done_at, given_up_at, attempts, lease_until, last_error) ON sign_out TO postern_bot;
GRANT INSERT, UPDATE ON audit_channel TO postern_bot;
GRANT EXECUTE ON FUNCTION append_audit(jsonb) TO postern_bot;

GRANT EXECUTE ON FUNCTION sign_in(text, text, text) TO postern_sign_in;
GRANT EXECUTE ON FUNCTION signed_in(text, text, text) TO postern_signed_in;

GRANT SELECT ON audit_event TO postern_auditor;
