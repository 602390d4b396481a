ALTER TABLE "audit_channel" ADD COLUMN "head_number" bigint;
ALTER TABLE "audit_channel" ADD COLUMN "head_hash" "bytea";
ALTER TABLE "audit_channel" ADD CONSTRAINT "audit_channel_head" CHECK ((head_number is null) = (head_hash is null) and length(head_hash) = 32);

UPDATE audit_channel c SET head_number = e.number, head_hash = e.hash
FROM audit_event e WHERE e.number = c.posted_number AND c.channel ~ '^(slack|discord):[^/]+$';

-- Keeps the number and the hash of the last event that was posted, as it was then, for `postern audit verify`. One that is no
-- longer in the log as it was posted is never replaced: what shows that the log was rewritten stays, however much is posted
-- after it. Nobody writes it by hand, and a process of the release before this one keeps it too.
CREATE FUNCTION keep_posted_head() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  head record;
BEGIN
  IF tg_op = 'UPDATE' THEN
    new.head_number := old.head_number;
    new.head_hash := old.head_hash;
    IF new.posted_number = old.posted_number THEN
      RETURN new;
    END IF;
    IF EXISTS (SELECT FROM audit_event e WHERE e.number = old.head_number AND e.hash <> old.head_hash) THEN
      RETURN new;
    END IF;
  END IF;
  SELECT e.number, e.hash INTO head FROM audit_event e WHERE e.number = new.posted_number;
  IF FOUND OR tg_op = 'INSERT' THEN
    new.head_number := head.number;
    new.head_hash := head.hash;
  END IF;
  RETURN new;
END $$;

CREATE TRIGGER keep_posted_head BEFORE INSERT OR UPDATE OF posted_number, head_number, head_hash ON audit_channel
FOR EACH ROW WHEN (new.channel ~ '^(slack|discord):[^/]+$') EXECUTE FUNCTION keep_posted_head();

GRANT SELECT (head_number, head_hash) ON audit_channel TO postern_auditor;
