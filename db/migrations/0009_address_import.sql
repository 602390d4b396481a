-- The bot reads no hash back. To tell whether an import would change anything, it may ask whether this one is there.
CREATE FUNCTION has_generic_password(of_address bigint, hash text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM device d
    WHERE d.address_id = of_address AND d.kind = 'generic' AND d.disconnected_at IS NULL AND d.password_hash = hash
  )
$$;

GRANT EXECUTE ON FUNCTION has_generic_password(bigint, text) TO postern_bot;
