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
  ELSIF tg_op = 'UPDATE' AND new.op = old.op THEN
    RAISE 'The op is that of an earlier change.' USING ERRCODE = 'PS003';
  END IF;
  IF tg_op = 'INSERT' THEN
    new.version := 1;
    new.added_by := new.changed_by;
    RETURN new;
  END IF;
  IF (new.id, new.address_id) IS DISTINCT FROM (old.id, old.address_id) THEN
    RAISE 'A device stays with its address: add another one there.' USING ERRCODE = 'PS006';
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

-- What a row's change means: its event's kind and what the event says of the device, the tag of the password that was given
-- out with it, the identity whose sessions end by it, and whether somebody may sign in who could not before.
--
-- Of its own fields, not of rows of `device`: PostgreSQL copies a type with all that hangs on it whenever a row of it is
-- made, and the text of that table's checks took a twentieth of a change.
CREATE TYPE device_change AS (
  device_id bigint,
  address_id bigint,
  address text,
  changed_by text,
  op text,
  kind text,
  described jsonb,
  issued_tag text,
  ended_identity text,
  connects boolean
);

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
  issues boolean;
  connects boolean := false;
  -- Of the event that is being put together.
  kind text;
  count integer := 0;
  devices jsonb[];
  events jsonb[];
  actors text[];
BEGIN
  -- Of those that make one event, one comes after the other. By hand, each row has an op of its own.
  CASE tg_op
    WHEN 'INSERT' THEN
      changes := ARRAY(
        SELECT row(
          n.id, n.address_id, a.address, n.changed_by, n.op,
          'device.added',
          jsonb_build_object('id', n.id::text, 'label', n.label, 'kind', n.kind, 'tag', n.tag, 'protocols', n.protocols),
          n.tag,
          NULL,
          n.disconnected_at IS NULL
        )::device_change
        FROM new_rows n LEFT JOIN address a ON a.id = n.address_id
        ORDER BY n.address_id, n.changed_by, CASE WHEN by_bot THEN n.op END, n.id
      );
    WHEN 'UPDATE' THEN
      changes := ARRAY(
        SELECT row(
          n.id, n.address_id, a.address, n.changed_by, n.op,
          CASE
            WHEN o.disconnected_at IS NULL AND n.disconnected_at IS NOT NULL THEN 'device.disconnected'
            WHEN o.disconnected_at IS DISTINCT FROM n.disconnected_at THEN 'device.changed'
            WHEN o.tag <> n.tag AND o.password_hash <> n.password_hash THEN 'device.password-changed'
            WHEN o.tag IS DISTINCT FROM n.tag OR o.password_hash <> n.password_hash THEN 'device.changed'
            WHEN (o.label, o.kind, o.protocols) IS DISTINCT FROM (n.label, n.kind, n.protocols) THEN 'device.edited'
            -- Among them what changed nothing.
            ELSE 'device.changed'
          END,
          jsonb_build_object('id', n.id::text, 'label', n.label, 'kind', n.kind, 'tag', n.tag, 'protocols', n.protocols)
          || CASE
            WHEN (o.label, o.kind, o.tag, o.protocols) IS DISTINCT FROM (n.label, n.kind, n.tag, n.protocols) THEN
              jsonb_build_object('before', jsonb_strip_nulls(jsonb_build_object(
                'label', CASE WHEN o.label <> n.label THEN o.label END,
                'kind', CASE WHEN o.kind <> n.kind THEN o.kind END,
                'tag', CASE WHEN o.tag IS DISTINCT FROM n.tag THEN o.tag END,
                'protocols', CASE WHEN o.protocols <> n.protocols THEN o.protocols END
              )))
            ELSE '{}'
          END,
          CASE WHEN o.tag IS DISTINCT FROM n.tag THEN n.tag END,
          CASE
            WHEN o.disconnected_at IS NULL AND (n.disconnected_at IS NOT NULL OR o.tag IS DISTINCT FROM n.tag)
              THEN a.address || '/' || coalesce(o.tag, 'generic')
          END,
          o.disconnected_at IS NOT NULL AND n.disconnected_at IS NULL
        )::device_change
        FROM new_rows n JOIN old_rows o ON o.id = n.id LEFT JOIN address a ON a.id = n.address_id
        ORDER BY n.address_id, n.changed_by, CASE WHEN by_bot THEN n.op END, n.id
      );
    WHEN 'DELETE' THEN
      changes := ARRAY(
        SELECT row(
          o.id, o.address_id, a.address, 'database:' || session_user, gen_random_uuid(),
          'device.deleted',
          jsonb_build_object('id', o.id::text, 'label', o.label, 'kind', o.kind, 'tag', o.tag, 'protocols', o.protocols),
          NULL,
          CASE WHEN o.disconnected_at IS NULL THEN a.address || '/' || coalesce(o.tag, 'generic') END,
          false
        )::device_change
        FROM old_rows o LEFT JOIN address a ON a.id = o.address_id
        ORDER BY o.address_id, o.id
      );
  END CASE;
  IF cardinality(changes) = 0 THEN
    RETURN NULL;
  END IF;

  WITH signed_out AS (
    INSERT INTO sign_out (device_id, address_id, identity)
    SELECT c.device_id, c.address_id, c.ended_identity FROM unnest(changes) c WHERE c.ended_identity IS NOT NULL
  )
  INSERT INTO delivery (address_id, tag, device_id, op, added, issued_to, delivered_at)
  SELECT c.address_id, c.issued_tag, c.device_id, c.op, c.kind = 'device.added', c.changed_by,
    -- What was written by hand was delivered by hand.
    CASE WHEN by_bot THEN NULL ELSE now() END
  FROM unnest(changes) c
  WHERE c.issued_tag IS NOT NULL;
  issues := found;

  FOR place IN 1..cardinality(changes) LOOP
    change := changes[place];
    connects := connects OR change.connects;
    kind := CASE WHEN count = 0 OR kind = change.kind THEN change.kind ELSE 'device.changed' END;
    count := count + 1;
    IF count <= 50 THEN
      devices := array_append(devices, change.described);
    END IF;
    IF place < cardinality(changes) THEN
      next_change := changes[place + 1];
      CONTINUE WHEN next_change.address_id = change.address_id AND next_change.changed_by = change.changed_by
        AND (NOT by_bot OR next_change.op = change.op);
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
      'count', count,
      'devices', devices
    ));
    actors := array_append(actors, change.changed_by);
    count := 0;
    devices := NULL;
  END LOOP;
  PERFORM append_events(events);

  -- Each within an IF of its own: as one condition the question is begun where its answer isn't needed, too.
  IF connects THEN
    -- Who was connected before has an address that is there: one that has devices can't be removed.
    IF EXISTS (
      SELECT FROM unnest(changes) c
      WHERE c.connects AND (SELECT a.removed_at FROM address a WHERE a.id = c.address_id) IS NOT NULL
    ) THEN
      RAISE 'The address was removed.' USING ERRCODE = 'PS004';
    END IF;
  END IF;
  IF issues AND by_bot THEN
    IF EXISTS (
      SELECT FROM unnest(actors) actor
      WHERE EXISTS (
        SELECT FROM delivery d WHERE d.issued_to = actor AND d.issued_at > now() - interval '1 minute' OFFSET cap
      )
    ) THEN
      RAISE 'More passwords within a minute than the cap.' USING ERRCODE = 'PS002', DETAIL = cap;
    END IF;
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
