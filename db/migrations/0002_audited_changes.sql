-- Every change of a device or an address appends its event in the same statement, whoever writes.
--
-- The bot says on the row who asked (`changed_by`) and which delivery of a platform (`op`). Of everybody else the login
-- is written down, whatever the row says. Inside of SECURITY DEFINER, `current_user` is the owner: `session_user` is who
-- signed in.

CREATE FUNCTION stamp_device() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF session_user <> 'postern_bot' THEN
    new.changed_by := 'database:' || session_user;
    new.op := gen_random_uuid();
  ELSIF new.changed_by LIKE 'database:%' THEN
    RAISE 'The bot has to say who asked.' USING ERRCODE = 'PS006';
  END IF;
  IF tg_op = 'INSERT' THEN
    new.version := 1;
    new.added_by := new.changed_by;
    RETURN new;
  END IF;
  IF (new.id, new.address_id) IS DISTINCT FROM (old.id, old.address_id) THEN
    RAISE 'A device stays with its address: add another one there.' USING ERRCODE = 'PS006';
  END IF;
  IF session_user = 'postern_bot' AND new.op = old.op THEN
    RAISE 'The op is that of an earlier change.' USING ERRCODE = 'PS003';
  END IF;
  new.version := old.version + 1;
  new.added_by := old.added_by;
  new.added_at := old.added_at;
  RETURN new;
END $$;

CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON device FOR EACH ROW EXECUTE FUNCTION stamp_device();

-- What an event says of a device. Never the hash. PL/pgSQL, since it keeps its plans for the session: in SQL it costs more
-- than what it does.
CREATE FUNCTION device_fields(of_device device) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object(
    'id', of_device.id::text,
    'label', of_device.label,
    'kind', of_device.kind,
    'tag', of_device.tag,
    'protocols', of_device.protocols
  );
END $$;

CREATE TYPE device_change AS (before device, after device, address_id bigint, address text, changed_by text, op text);

-- Without the generic plan PostgreSQL would plan each statement anew, for the very rows of the change. A plan that is made
-- while a table is empty would read the whole of it ever after: hence no sequential scans, and questions in parentheses
-- where a join would have been one way to write it.
--
-- A question costs more than a row of its answer, so there are few, each for all of the changes, and what can be said
-- without one is. What goes before the lock of `append_events`, writers do side by side. What is read after it can't change
-- before the commit.
CREATE FUNCTION audit_device() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
  by_bot constant boolean := session_user = 'postern_bot';
  cap constant integer := coalesce(nullif(current_setting('postern.changes_per_minute', true), ''), '30');
  changes device_change[];
  change device_change;
  next_change device_change;
  before device;
  after device;
  kind text;
  differing jsonb;
  -- Of the event that is being put together.
  kinds text[];
  devices jsonb[];
  events jsonb[];
  issues boolean;
  is_taken boolean;
  is_removed boolean;
  is_over boolean;
BEGIN
  -- Of those that make one event, one comes after the other. By hand, each row has an op of its own.
  CASE tg_op
    WHEN 'INSERT' THEN
      SELECT array_agg(
        row(NULL, row(n.*)::device, n.address_id, a.address, n.changed_by, n.op)::device_change
        ORDER BY n.address_id, n.changed_by, CASE WHEN by_bot THEN n.op END, n.id
      ) INTO changes
      FROM new_rows n LEFT JOIN address a ON a.id = n.address_id;
    WHEN 'UPDATE' THEN
      SELECT array_agg(
        row(row(o.*)::device, row(n.*)::device, n.address_id, a.address, n.changed_by, n.op)::device_change
        ORDER BY n.address_id, n.changed_by, CASE WHEN by_bot THEN n.op END, n.id
      ) INTO changes
      FROM new_rows n JOIN old_rows o ON o.id = n.id LEFT JOIN address a ON a.id = n.address_id;
    WHEN 'DELETE' THEN
      SELECT array_agg(
        row(row(o.*)::device, NULL, o.address_id, a.address, 'database:' || session_user, gen_random_uuid())::device_change
        ORDER BY o.address_id, o.id
      ) INTO changes
      FROM old_rows o LEFT JOIN address a ON a.id = o.address_id;
  END CASE;
  IF changes IS NULL THEN
    RETURN NULL;
  END IF;

  WITH retired AS (
    INSERT INTO retired_tag (address_id, tag, device_id)
    SELECT c.address_id, (c.before).tag, (c.before).id FROM unnest(changes) c
    WHERE (c.before).tag IS NOT NULL AND (c.before).tag IS DISTINCT FROM (c.after).tag
  ), signed_out AS (
    INSERT INTO sign_out (device_id, address_id, identity)
    SELECT (c.before).id, c.address_id, c.address || '/' || coalesce((c.before).tag, 'generic') FROM unnest(changes) c
    WHERE (c.before).id IS NOT NULL AND (c.before).disconnected_at IS NULL
      AND (c.after IS NULL OR (c.after).disconnected_at IS NOT NULL OR (c.after).tag IS DISTINCT FROM (c.before).tag)
  )
  INSERT INTO delivery (op, device_id, tag, added, issued_to, delivered_at)
  SELECT c.op, (c.after).id, (c.after).tag, c.before IS NULL, c.changed_by,
    -- What was written by hand was delivered by hand.
    CASE WHEN by_bot THEN NULL ELSE now() END
  FROM unnest(changes) c
  WHERE (c.after).tag IS NOT NULL AND (c.before).tag IS DISTINCT FROM (c.after).tag;
  issues := found;

  FOR place IN 1..cardinality(changes) LOOP
    change := changes[place];
    before := change.before;
    after := change.after;
    CASE tg_op
      WHEN 'INSERT' THEN
        kind := 'device.added';
      WHEN 'DELETE' THEN
        kind := 'device.deleted';
        after := before;
      WHEN 'UPDATE' THEN
        kind := CASE
          WHEN before.disconnected_at IS NULL AND after.disconnected_at IS NOT NULL THEN 'device.disconnected'
          WHEN before.disconnected_at IS DISTINCT FROM after.disconnected_at THEN 'device.changed'
          WHEN before.tag <> after.tag AND before.password_hash <> after.password_hash THEN 'device.password-changed'
          WHEN before.tag IS DISTINCT FROM after.tag OR before.password_hash <> after.password_hash THEN 'device.changed'
          WHEN (before.label, before.kind, before.protocols) IS DISTINCT FROM (after.label, after.kind, after.protocols)
            THEN 'device.edited'
          -- Among them what changed nothing.
          ELSE 'device.changed'
        END;
        differing := jsonb_strip_nulls(jsonb_build_object(
          'label', CASE WHEN before.label <> after.label THEN before.label END,
          'kind', CASE WHEN before.kind <> after.kind THEN before.kind END,
          'tag', CASE WHEN before.tag IS DISTINCT FROM after.tag THEN before.tag END,
          'protocols', CASE WHEN before.protocols <> after.protocols THEN before.protocols END
        ));
    END CASE;
    kinds := array_append(kinds, kind);
    IF cardinality(kinds) <= 50 THEN
      devices := array_append(devices, jsonb_build_object(
        'id', after.id::text,
        'label', after.label,
        'kind', after.kind,
        'tag', after.tag,
        'protocols', after.protocols
      ) || CASE WHEN differing <> '{}' THEN jsonb_build_object('before', differing) ELSE '{}' END);
    END IF;
    IF place < cardinality(changes) THEN
      next_change := changes[place + 1];
      CONTINUE WHEN next_change.address_id = change.address_id AND next_change.changed_by = change.changed_by
        AND (NOT by_bot OR next_change.op = change.op);
    END IF;

    IF kind <> ANY (kinds) THEN
      kind := 'device.changed';
    END IF;
    IF by_bot AND kind = 'device.changed' THEN
      RAISE 'The bot has no name for this change.' USING ERRCODE = 'PS006';
    END IF;
    events := array_append(events, jsonb_build_object(
      'kind', kind,
      'by', change.changed_by,
      'op', change.op,
      'addressId', change.address_id::text,
      'address', change.address,
      'count', cardinality(kinds),
      'devices', devices
    ));
    kinds := NULL;
    devices := NULL;
  END LOOP;
  PERFORM append_events(events);

  SELECT
    bool_or(issues AND (c.before).tag IS DISTINCT FROM (c.after).tag AND (
      SELECT true FROM retired_tag r WHERE r.address_id = c.address_id AND r.tag = (c.after).tag
    )),
    bool_or((c.after).disconnected_at IS NULL AND (
      SELECT a.removed_at FROM address a WHERE a.id = (c.after).address_id
    ) IS NOT NULL),
    bool_or(issues AND by_bot AND (c.before).tag IS DISTINCT FROM (c.after).tag AND (
      SELECT count(*) FROM delivery d
      WHERE d.issued_to = c.changed_by AND d.issued_at > now() - interval '1 minute'
    ) > cap)
  INTO is_taken, is_removed, is_over
  FROM unnest(changes) c;
  IF is_taken THEN
    RAISE 'The address had this tag before.' USING ERRCODE = 'PS001';
  END IF;
  IF is_removed THEN
    RAISE 'The address was removed.' USING ERRCODE = 'PS004';
  END IF;
  IF is_over THEN
    RAISE 'More passwords within a minute than the cap.' USING ERRCODE = 'PS002', DETAIL = cap;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_insert AFTER INSERT ON device REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_device();

CREATE TRIGGER audit_update AFTER UPDATE ON device REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_device();

CREATE TRIGGER audit_delete AFTER DELETE ON device REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_device();

CREATE FUNCTION stamp_address() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
  IF session_user <> 'postern_bot' THEN
    new.changed_by := 'database:' || session_user;
    new.op := gen_random_uuid();
  ELSIF new.changed_by LIKE 'database:%' THEN
    RAISE 'The bot has to say who asked.' USING ERRCODE = 'PS006';
  END IF;
  IF tg_op = 'INSERT' THEN
    new.version := 1;
    RETURN new;
  END IF;
  IF (new.id, new.address) IS DISTINCT FROM (old.id, old.address) THEN
    RAISE 'An address keeps its name: remove it and add the other one.' USING ERRCODE = 'PS006';
  END IF;
  new.version := old.version + 1;
  new.added_at := old.added_at;
  RETURN new;
END $$;

CREATE TRIGGER stamp BEFORE INSERT OR UPDATE ON address FOR EACH ROW EXECUTE FUNCTION stamp_address();

CREATE FUNCTION address_event(kind text, of_address address) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
BEGIN
  RETURN jsonb_build_object(
    'kind', kind,
    'by', of_address.changed_by,
    'op', of_address.op,
    'addressId', of_address.id::text,
    'address', of_address.address,
    'count', 0,
    'devices', '[]'::jsonb
  );
END $$;

-- Without sequential scans for the reason that `audit_device` gives.
CREATE FUNCTION audit_address() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  events jsonb[];
BEGIN
  CASE tg_op
    WHEN 'INSERT' THEN
      SELECT array_agg(address_event('address.added', row(n.*)::address) ORDER BY n.id) INTO events FROM new_rows n;
    WHEN 'UPDATE' THEN
      IF session_user = 'postern_bot'
        AND EXISTS (SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE n.op = o.op)
      THEN
        RAISE 'The op is that of an earlier change.' USING ERRCODE = 'PS003';
      END IF;
      SELECT array_agg(
        address_event(
          CASE
            WHEN o.removed_at IS NULL AND n.removed_at IS NOT NULL THEN 'address.removed'
            WHEN o.removed_at IS NOT NULL AND n.removed_at IS NULL THEN 'address.added'
            ELSE 'address.changed'
          END,
          row(n.*)::address
        ) ORDER BY n.id
      ) INTO events FROM new_rows n JOIN old_rows o ON o.id = n.id;
  END CASE;
  IF events IS NULL THEN
    RETURN NULL;
  END IF;
  PERFORM append_events(events);
  IF tg_op = 'UPDATE' AND EXISTS (
    SELECT FROM new_rows n JOIN device d ON d.address_id = n.id
    WHERE n.removed_at IS NOT NULL AND d.disconnected_at IS NULL
  ) THEN
    RAISE 'The address still has devices.' USING ERRCODE = 'PS005';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_insert AFTER INSERT ON address REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_address();

CREATE TRIGGER audit_update AFTER UPDATE ON address REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_address();
