-- What the mail server asks at each sign-in, with the first four characters of a password that has the shape of ours.
-- One row at most, since Dovecot refuses several: the device of that tag, else a tag that the address had, else the
-- generic password. The mail server verifies the hash.
--
-- A tag that is known and not accepted gets a value that no password matches. It must not fall through to the generic
-- password, and `nodelay` spares other people behind the same network address the delay after a wrong password.
CREATE FUNCTION sign_in(address text, service text, tag text)
RETURNS TABLE (user_name text, identity text, password text, nodelay text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH mailbox AS (
    SELECT
      a.id,
      a.address,
      CASE sign_in.service
        WHEN 'imap' THEN 'imap'
        WHEN 'pop3' THEN 'pop3'
        WHEN 'submission' THEN 'smtp'
        WHEN 'smtp' THEN 'smtp'
      END AS protocol
    FROM address a
    WHERE a.address = lower(sign_in.address) AND a.removed_at IS NULL
  ),
  candidate AS (
    SELECT
      1 AS place,
      m.address,
      d.tag AS suffix,
      CASE
        WHEN d.disconnected_at IS NULL
          AND m.protocol = ANY (d.protocols)
          -- A password without a delivery that arrived, or still may, is nobody's.
          AND EXISTS (
            SELECT FROM delivery
            WHERE delivery.device_id = d.id
              AND delivery.tag = d.tag
              AND delivery.withdrawn_at IS NULL
              AND (delivery.delivered_at IS NOT NULL OR delivery.issued_at > now() - interval '2 minutes')
          )
        THEN d.password_hash
      END AS hash
    FROM mailbox m
    JOIN device d ON d.address_id = m.id AND d.tag = sign_in.tag
    UNION ALL
    SELECT 2, m.address, r.tag, NULL
    FROM mailbox m
    JOIN retired_tag r ON r.address_id = m.id AND r.tag = sign_in.tag
    UNION ALL
    SELECT 3, m.address, 'generic', d.password_hash
    FROM mailbox m
    JOIN device d ON d.address_id = m.id AND d.kind = 'generic' AND d.disconnected_at IS NULL
    WHERE m.protocol = ANY (d.protocols)
    ORDER BY place
    LIMIT 1
  )
  SELECT
    c.address,
    c.address || '/' || c.suffix,
    coalesce(c.hash, '{PLAIN}' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')),
    CASE WHEN c.hash IS NULL THEN 'y' END
  FROM candidate c
$$;
