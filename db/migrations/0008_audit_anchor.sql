CREATE TABLE "audit_anchor" (
	"number" bigint PRIMARY KEY NOT NULL,
	"hash" "bytea" NOT NULL,
	"pruned_at" timestamp with time zone NOT NULL,
	"pruned_by" text NOT NULL,
	"reason" text NOT NULL,
	CONSTRAINT "audit_anchor_number" CHECK (number >= 1),
	CONSTRAINT "audit_anchor_hash" CHECK (length(hash) = 32),
	CONSTRAINT "audit_anchor_pruned_by" CHECK ("audit_anchor"."pruned_by" ~ '^(postern|(slack|discord):[A-Za-z0-9]+/[A-Za-z0-9]+|terminal:[^[:space:]/]+|database:.+)$' and case when "audit_anchor"."pruned_by" ~ '^[sd][li]' then greatest(length(split_part(split_part("audit_anchor"."pruned_by", '/', 1), ':', 2)), length(split_part("audit_anchor"."pruned_by", '/', 2))) else length("audit_anchor"."pruned_by") - 9 end <= 64),
	CONSTRAINT "audit_anchor_reason" CHECK (length(btrim(reason)) between 1 and 500 and reason !~ '[[:cntrl:]]')
);

-- Old events are pruned, and an anchor takes their place: the number and the hash of the last of them. It can't be written
-- without an event that says who did it, and without it no event can be deleted. Further SQLSTATEs:
--   PS007  an audit channel was not posted up to now
--   PS008  there is no audit channel

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_anchor
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an anchor stays as it was written');

CREATE FUNCTION check_anchored_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM audit_event e WHERE e.number = new.number AND e.hash = new.hash) THEN
    RAISE 'An anchor has the number and the hash of an event.' USING ERRCODE = 'PS006';
  END IF;
  RETURN new;
END $$;

CREATE TRIGGER check_anchored_event BEFORE INSERT ON audit_anchor
FOR EACH ROW EXECUTE FUNCTION check_anchored_event();

-- At the commit: events are deleted before the lock is taken that appending one takes, so that nobody waits for that.
CREATE FUNCTION check_anchor_is_named() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM (SELECT e.entry::jsonb AS entry FROM audit_event e ORDER BY e.number DESC LIMIT 1) newest
    WHERE newest.entry @> jsonb_build_object(
      'kind', 'audit.pruned', 'upTo', new.number, 'hash', encode(new.hash, 'hex')
    )
  ) THEN
    RAISE 'An anchor has an event of its own.' USING ERRCODE = 'PS006';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER check_anchor_is_named AFTER INSERT ON audit_anchor
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_anchor_is_named();

CREATE FUNCTION refuse_deleting_events() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  pruned constant bigint := coalesce((SELECT max(a.number) FROM audit_anchor a), 0);
BEGIN
  IF EXISTS (SELECT FROM old_rows o WHERE o.number > pruned) THEN
    RAISE 'DELETE of audit_event is refused: an event stays until it is pruned.' USING ERRCODE = 'PS006';
  END IF;
  RETURN NULL;
END $$;

DROP TRIGGER refuse_rewriting ON audit_event;

CREATE TRIGGER refuse_rewriting BEFORE UPDATE OR TRUNCATE ON audit_event
FOR EACH STATEMENT EXECUTE FUNCTION refuse('an audit event stays as it was written');

CREATE TRIGGER refuse_deleting AFTER DELETE ON audit_event REFERENCING OLD TABLE AS old_rows
FOR EACH STATEMENT EXECUTE FUNCTION refuse_deleting_events();

-- Removes the events before a time, as far as there is none that is later in between. For the owner alone.
--
-- What is removed has its head in every audit channel first: who keeps those messages can still tell whether what was
-- exported before is what was removed.
CREATE FUNCTION prune_audit(
  pruned_before timestamptz,
  asked_by text,
  reason text,
  without_channel boolean,
  retired_channels text[]
) RETURNS TABLE (removed bigint, up_to bigint, up_to_hash text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  first_number bigint;
  last_number bigint;
  last_pruned audit_event;
  behind text;
BEGIN
  PERFORM pg_advisory_xact_lock(1, 4);
  IF pruned_before > now() THEN
    RAISE 'What is to come can''t be pruned.' USING ERRCODE = 'PS006';
  END IF;
  SELECT min(e.number), max(e.number) INTO first_number, last_number FROM audit_event e;
  SELECT e.* INTO last_pruned FROM audit_event e
  WHERE e.number = coalesce((SELECT min(k.number) - 1 FROM audit_event k WHERE k.at >= pruned_before), last_number);
  IF last_pruned.number IS NULL THEN
    RETURN QUERY SELECT 0::bigint, NULL::bigint, NULL::text;
    RETURN;
  END IF;

  SELECT string_agg(c.channel, ', ' ORDER BY c.channel) INTO behind FROM audit_channel c
  WHERE c.channel ~ '^(slack|discord):[^/]+$'
    AND c.channel <> ALL (retired_channels) AND c.posted_number < last_number;
  IF behind IS NOT NULL THEN
    RAISE 'An audit channel was not posted up to now.' USING ERRCODE = 'PS007', DETAIL = behind;
  END IF;
  IF NOT without_channel AND NOT EXISTS (
    SELECT FROM audit_channel c
    WHERE c.channel ~ '^(slack|discord):[^/]+$' AND c.channel <> ALL (retired_channels)
  ) THEN
    RAISE 'There is no audit channel.' USING ERRCODE = 'PS008';
  END IF;

  INSERT INTO audit_anchor (number, hash, pruned_at, pruned_by, reason)
  VALUES (last_pruned.number, last_pruned.hash, clock_timestamp(), asked_by, reason);
  DELETE FROM audit_event e WHERE e.number <= last_pruned.number;
  PERFORM append_event(jsonb_build_object(
    'kind', 'audit.pruned',
    'by', 'database:' || session_user,
    'op', gen_random_uuid(),
    'askedBy', asked_by,
    'reason', reason,
    'before', to_char(pruned_before AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    'count', last_pruned.number - first_number + 1,
    'upTo', last_pruned.number,
    'hash', encode(last_pruned.hash, 'hex')
  ));
  RETURN QUERY SELECT
    last_pruned.number - first_number + 1, last_pruned.number, encode(last_pruned.hash, 'hex');
END $$;

-- Who verifies has to know where the chain begins, and how far it was posted.
REVOKE ALL ON audit_anchor FROM PUBLIC;
GRANT SELECT ON audit_anchor TO postern_bot, postern_auditor;
GRANT SELECT (channel, posted_number) ON audit_channel TO postern_auditor;
