-- A sign-out that was given up is audited, and so is the end of one that came after all. Whoever writes it. One event an
-- address, as for changes; `devices` carry the tags of the passwords whose sessions are meant.

CREATE FUNCTION audit_sign_out() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  event jsonb;
BEGIN
  IF EXISTS (
    SELECT FROM old_rows o JOIN new_rows n ON n.id = o.id
    WHERE (o.done_at IS NOT NULL AND n.done_at IS DISTINCT FROM o.done_at)
      OR (o.given_up_at IS NOT NULL AND n.given_up_at IS DISTINCT FROM o.given_up_at)
  ) THEN
    RAISE 'A sign-out ends once.' USING ERRCODE = 'PS006';
  END IF;
  FOR event IN
    SELECT jsonb_build_object(
      'kind', c.kind,
      'by', CASE WHEN session_user = 'postern_bot' THEN 'postern' ELSE 'database:' || session_user END,
      'op', gen_random_uuid(),
      'addressId', a.id::text,
      'address', a.address,
      'count', count(*),
      'devices', jsonb_agg(c.fields ORDER BY c.place) FILTER (WHERE c.place <= 50),
      'problem', min(c.last_error),
      'attempts', max(c.attempts)
    )
    FROM (
      SELECT
        ended.kind,
        ended.address_id,
        ended.last_error,
        ended.attempts,
        jsonb_build_object(
          'id', ended.device_id::text,
          'label', coalesce(d.label, 'Deleted device'),
          'kind', CASE WHEN ended.suffix = 'generic' THEN 'generic' ELSE coalesce(d.kind, 'other') END,
          'tag', nullif(ended.suffix, 'generic'),
          'protocols', coalesce(d.protocols, '{}')
        ) AS fields,
        row_number() OVER (PARTITION BY ended.kind, ended.address_id ORDER BY ended.id) AS place
      FROM (
        SELECT
          n.id,
          n.address_id,
          n.device_id,
          n.attempts,
          -- Done, it has no error any more.
          coalesce(n.last_error, o.last_error) AS last_error,
          split_part(n.identity, '/', 2) AS suffix,
          CASE WHEN n.done_at IS NULL THEN 'sign-out.failed' ELSE 'sign-out.ended-late' END AS kind
        FROM new_rows n
        JOIN old_rows o ON o.id = n.id
        WHERE o.done_at IS NULL
          AND n.given_up_at IS NOT NULL
          AND (o.given_up_at IS NULL) = (n.done_at IS NULL)
      ) ended
      LEFT JOIN device d ON d.id = ended.device_id
    ) c
    JOIN address a ON a.id = c.address_id
    GROUP BY c.kind, a.id
    ORDER BY c.kind, a.id
  LOOP
    PERFORM append_event(event);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_update AFTER UPDATE ON sign_out REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_sign_out();
