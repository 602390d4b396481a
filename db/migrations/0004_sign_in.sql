-- What the mail server asks at each sign-in: before it verifies the password, and after it was right.

-- Every password of a device, with whether it is accepted at this moment. One without a delivery that arrived, or still
-- may, is nobody's.
CREATE VIEW device_password AS
SELECT
  d.id AS device_id,
  d.address_id,
  d.kind,
  d.tag,
  d.protocols,
  d.password_hash,
  d.disconnected_at IS NULL
    AND (
      d.kind = 'generic'
      OR EXISTS (
        SELECT FROM delivery
        WHERE delivery.address_id = d.address_id
          AND delivery.tag = d.tag
          AND delivery.withdrawn_at IS NULL
          AND (delivery.delivered_at IS NOT NULL OR delivery.issued_at > now() - interval '2 minutes')
      )
    ) AS is_accepted
FROM device d;

-- The mail server's word for what a client came by. `smtp` is Postfix's.
CREATE FUNCTION protocol_of(service text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT CASE service
    WHEN 'imap' THEN 'imap'
    WHEN 'pop3' THEN 'pop3'
    WHEN 'submission' THEN 'smtp'
    WHEN 'smtp' THEN 'smtp'
  END
$$;

-- Asked before, with the first four characters of a password that has the shape of ours. One row at most, since Dovecot
-- refuses several: the device of that tag, else a tag that the address had, else the generic password. The mail server
-- verifies the hash.
--
-- A tag that is known and not accepted gets a value that no password matches. It must not fall through to the generic
-- password, and `nodelay` spares other people behind the same network address the delay after a wrong password.
--
-- Two questions, and yet one moment: a STABLE function sees what was there when it was called. In plpgsql, since each
-- connection keeps its plans: as one query in SQL, planned anew at each sign-in, it took four times as much CPU. They are kept
-- from whenever the connection began, maybe from when the tables were empty: so no plan may read a whole table.
CREATE FUNCTION sign_in(address text, service text, tag text)
RETURNS TABLE (user_name text, identity text, password text, nodelay text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
DECLARE
  used_protocol constant text := protocol_of(service);
  mailbox record;
  suffix text := tag;
  hash text;
BEGIN
  SELECT
    a.id,
    a.address AS name,
    d.tag IS NOT NULL OR EXISTS (
      SELECT FROM delivery l WHERE l.address_id = a.id AND l.tag = sign_in.tag
    ) AS knows_tag,
    CASE WHEN d.is_accepted AND used_protocol = ANY (d.protocols) THEN d.password_hash END AS hash
  INTO mailbox
  FROM address a LEFT JOIN device_password d ON d.address_id = a.id AND d.tag = sign_in.tag
  WHERE a.address = lower(sign_in.address) AND a.removed_at IS NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;

  hash := mailbox.hash;
  IF NOT mailbox.knows_tag THEN
    suffix := 'generic';
    SELECT d.password_hash INTO hash
    FROM device d
    WHERE d.address_id = mailbox.id AND d.kind = 'generic' AND d.disconnected_at IS NULL
      AND used_protocol = ANY (d.protocols);
    IF NOT FOUND THEN
      RETURN;
    END IF;
  END IF;

  user_name := mailbox.name;
  identity := mailbox.name || '/' || suffix;
  password := coalesce(hash, '{PLAIN}' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
  nodelay := CASE WHEN hash IS NULL THEN 'y' END;
  RETURN NEXT;
END $$;

-- Where a client is, as the mail server says it. What is no address is the unspecified one.
CREATE FUNCTION network_address_of(raw text) RETURNS inet
LANGUAGE plpgsql IMMUTABLE SET search_path = public, pg_temp AS $$
BEGIN
  -- Without a netmask, which `inet` takes too.
  RETURN coalesce(host(raw::inet)::inet, '::');
EXCEPTION WHEN invalid_text_representation THEN
  RETURN '::';
END $$;

-- Asked after the password was right, with the identity that `sign_in` gave. One row: go on. None: the device was
-- disconnected, or its password changed, while the mail server verified the old one.
--
-- Writes when, from where and how the device signed in, at most once a minute unless one of the latter is new. A use
-- that can't be written refuses nobody, and nobody waits for it.
CREATE FUNCTION signed_in(identity text, service text, network_address text)
RETURNS TABLE (password text, nopassword text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '100ms' SET enable_seqscan = off AS $$
DECLARE
  name constant text := split_part(identity, '/', 1);
  suffix constant text := substr(identity, length(name) + 2);
  used_protocol constant text := protocol_of(service);
  used_from constant inet := network_address_of(network_address);
  used_device bigint;
  is_written boolean;
BEGIN
  -- Two questions, so that each is answered by an index, however many devices the address has.
  IF suffix = 'generic' THEN
    SELECT d.id, u.used_at > now() - interval '1 minute' AND (u.network_address, u.protocol) = (used_from, used_protocol)
    INTO used_device, is_written
    FROM address a
    JOIN device d ON d.address_id = a.id AND d.kind = 'generic' AND d.disconnected_at IS NULL
    LEFT JOIN device_use u ON u.device_id = d.id
    WHERE a.address = name AND a.removed_at IS NULL AND used_protocol = ANY (d.protocols);
  ELSE
    SELECT d.device_id, u.used_at > now() - interval '1 minute' AND (u.network_address, u.protocol) = (used_from, used_protocol)
    INTO used_device, is_written
    FROM address a
    JOIN device_password d ON d.address_id = a.id AND d.tag = suffix
    LEFT JOIN device_use u ON u.device_id = d.device_id
    WHERE a.address = name AND a.removed_at IS NULL AND used_protocol = ANY (d.protocols) AND d.is_accepted;
  END IF;
  IF used_device IS NULL THEN
    RETURN;
  END IF;

  IF is_written IS NOT TRUE THEN
    BEGIN
      INSERT INTO device_use (device_id, used_at, network_address, protocol)
      VALUES (used_device, now(), used_from, used_protocol)
      ON CONFLICT (device_id) DO UPDATE
      SET used_at = excluded.used_at, network_address = excluded.network_address, protocol = excluded.protocol;
    EXCEPTION WHEN OTHERS THEN
      -- A lock that somebody holds, a device deleted just now, a server that may only be read: the password was right.
      NULL;
    END;
  END IF;
  nopassword := 'y';
  RETURN NEXT;
END $$;
