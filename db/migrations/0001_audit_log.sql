-- The audit log: numbered, chained, and append-only.
--
-- SQLSTATEs of our own, here and in the next files. `db/failures.ts` reads them:
--   PS002  the actor was given more passwords in a minute than the cap
--   PS003  the bot brought the op of an earlier change
--   PS004  the address was removed
--   PS005  the address still has devices
--   PS006  a rule that holds for everybody

ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

-- One check for all that an event has to be. Parsed once a session, where a check of its own for each rule, or a
-- generated column, would be read anew at every statement.
CREATE FUNCTION is_audit_event(event audit_event) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
  entry constant jsonb := event.entry;
BEGIN
  RETURN coalesce(
    event.number >= 1
      AND length(event.previous_hash) = 32
      AND event.hash = sha256(event.previous_hash || convert_to(event.entry, 'UTF8'))
      -- In one comparison: each function that is named here is looked up anew in every transaction.
      AND entry @> jsonb_build_object('number', event.number, 'kind', event.kind, 'op', event.op, 'by', event.actor)
      AND (entry ->> 'addressId')::bigint IS NOT DISTINCT FROM event.address_id
      AND (entry ->> 'at')::timestamptz = event.at,
    false
  );
END $$;

ALTER TABLE audit_event ADD CONSTRAINT audit_event_holds CHECK (is_audit_event(audit_event));

-- Appends events in their order: the lock is taken, and the last event looked for, once for all of them. The lock makes the
-- order of commits the order of numbers, and lasts until the commit; without it two writers would read the same last event,
-- and `UNIQUE (previous_hash)` would fail one of them.
CREATE FUNCTION append_events(events jsonb[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last_number bigint;
  last_hash bytea;
  moment timestamptz;
  moment_text text;
  event jsonb;
  stored text;
  hash bytea;
  appended audit_event[];
BEGIN
  PERFORM pg_advisory_xact_lock(1, 1);
  SELECT e.number, e.hash INTO last_number, last_hash FROM audit_event e ORDER BY e.number DESC LIMIT 1;
  -- Where everything was pruned the chain goes on from the anchor, whose table is made in 0008.
  IF last_number IS NULL THEN
    SELECT a.number, a.hash INTO last_number, last_hash FROM audit_anchor a ORDER BY a.number DESC LIMIT 1;
    last_number := coalesce(last_number, 0);
    -- Before the first event stands the hash of 32 zero bytes.
    last_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  END IF;
  moment := clock_timestamp();
  moment_text := to_char(moment AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
  FOREACH event IN ARRAY events LOOP
    last_number := last_number + 1;
    stored := (event || jsonb_build_object('number', last_number, 'at', moment_text))::text;
    hash := sha256(last_hash || convert_to(stored, 'UTF8'));
    appended := array_append(appended, row(
      last_number,
      stored,
      last_hash,
      hash,
      event ->> 'kind',
      (event ->> 'addressId')::bigint,
      event ->> 'op',
      event ->> 'by',
      moment
    )::audit_event);
    last_hash := hash;
  END LOOP;
  INSERT INTO audit_event SELECT e.* FROM unnest(appended) e;
END $$;

CREATE FUNCTION append_event(event jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM append_events(ARRAY[event]);
END $$;

-- For what is not a change: refusals and warnings, and exports, before the first byte goes out. Changes are written by
-- triggers alone.
CREATE FUNCTION append_audit(entry jsonb) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF coalesce(entry ->> 'kind', '') NOT IN ('refused', 'warning', 'audit.exported') OR entry ? 'addressId' THEN
    RAISE 'Only refusals, warnings and exports are appended by hand.' USING ERRCODE = 'PS006';
  END IF;
  IF session_user <> 'postern_bot' THEN
    entry := entry || jsonb_build_object('by', 'database:' || session_user, 'op', gen_random_uuid());
  ELSIF coalesce(entry ->> 'by', 'database:') LIKE 'database:%' THEN
    RAISE 'The bot has to say who was refused.' USING ERRCODE = 'PS006';
  END IF;
  -- One delivery of a platform is refused once: two processes may hear of it, and an answer of ours may be lost on its way.
  IF entry ->> 'kind' = 'refused' THEN
    PERFORM pg_advisory_xact_lock(1, 1);
    IF EXISTS (
      SELECT FROM audit_event e
      WHERE e.op = append_audit.entry ->> 'op' AND e.actor = append_audit.entry ->> 'by' AND e.kind = 'refused'
    ) THEN
      RETURN;
    END IF;
  END IF;
  PERFORM append_event(entry);
END $$;

CREATE FUNCTION refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  RAISE '% of % is refused: %', tg_op, tg_table_name, tg_argv[0] USING ERRCODE = 'PS006';
END $$;

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an audit event stays as it was written');

CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON device
FOR EACH STATEMENT EXECUTE FUNCTION refuse('it could not be audited; DELETE can');

CREATE TRIGGER refuse_delete BEFORE DELETE OR TRUNCATE ON address
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a removed address stays, with removed_at set');

CREATE TRIGGER refuse_delete BEFORE DELETE OR TRUNCATE ON delivery
FOR EACH STATEMENT EXECUTE FUNCTION refuse('a tag is never given twice, and a password without its delivery is refused at sign-in');
