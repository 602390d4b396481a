-- What became of a delivery stays so; a password that was withdrawn while it was the device's own is audited, as never
-- received. A password that was replaced or disconnected meanwhile is of no interest.

CREATE FUNCTION audit_delivery() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  event jsonb;
BEGIN
  IF EXISTS (
    SELECT FROM old_rows o LEFT JOIN new_rows n ON (n.address_id, n.tag) = (o.address_id, o.tag)
    WHERE n.tag IS NULL
      OR (o.delivered_at IS NOT NULL AND n.delivered_at IS DISTINCT FROM o.delivered_at)
      OR (o.withdrawn_at IS NOT NULL AND n.withdrawn_at IS DISTINCT FROM o.withdrawn_at)
      OR (n.device_id, n.op, n.added, n.issued_to, n.issued_at)
        IS DISTINCT FROM (o.device_id, o.op, o.added, o.issued_to, o.issued_at)
  ) THEN
    RAISE 'A delivery ends once.' USING ERRCODE = 'PS006';
  END IF;
  -- Somebody may have signed in with it in its two minutes. One that was replaced or disconnected has its sign-out.
  INSERT INTO sign_out (device_id, address_id, identity)
  SELECT d.id, a.id, a.address || '/' || d.tag
  FROM new_rows n
  JOIN old_rows o ON (o.address_id, o.tag) = (n.address_id, n.tag)
  JOIN device d ON d.id = n.device_id AND d.tag = n.tag AND d.disconnected_at IS NULL
  JOIN address a ON a.id = d.address_id
  WHERE o.withdrawn_at IS NULL AND n.withdrawn_at IS NOT NULL;

  FOR event IN
    SELECT jsonb_build_object(
      'kind', 'password.never-received',
      'by', CASE WHEN session_user = 'postern_bot' THEN min(c.withdrawn_by) ELSE 'database:' || session_user END,
      'op', CASE
        WHEN session_user = 'postern_bot' AND min(c.withdrawn_by) <> 'postern' THEN min(c.op) || '/withdraw'
        ELSE gen_random_uuid()::text
      END,
      'addressId', a.id::text,
      'address', a.address,
      'count', count(*),
      'devices', jsonb_agg(c.fields ORDER BY c.place) FILTER (WHERE c.place <= 50)
    )
    FROM (
      SELECT
        n.op,
        n.withdrawn_by,
        d.address_id,
        device_fields(d) AS fields,
        row_number() OVER (PARTITION BY d.address_id ORDER BY d.id) AS place
      FROM new_rows n
      JOIN old_rows o ON (o.address_id, o.tag) = (n.address_id, n.tag)
      JOIN device d ON d.id = n.device_id AND d.tag = n.tag AND d.disconnected_at IS NULL
      WHERE o.withdrawn_at IS NULL AND n.withdrawn_at IS NOT NULL
    ) c
    JOIN address a ON a.id = c.address_id
    GROUP BY a.id
    ORDER BY a.id
  LOOP
    PERFORM append_event(event);
  END LOOP;
  RETURN NULL;
END $$;

CREATE TRIGGER audit_update AFTER UPDATE ON delivery REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION audit_delivery();
