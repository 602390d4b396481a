-- What addresses can be found by while somebody types. Kept with the address, whoever writes.

-- The address from each place behind a character that parts words.
CREATE FUNCTION address_words(address text) RETURNS SETOF text
LANGUAGE sql IMMUTABLE ROWS 3 SET search_path = public, pg_temp AS $$
  SELECT substr(address, place)
  FROM generate_series(2, length(address)) place
  WHERE substr(address, place - 1, 2) ~ '^[-._+@][a-z0-9]'
$$;

-- A plan that is made while the table is empty would read the whole of it ever after: hence no sequential scans.
CREATE FUNCTION keep_address_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET enable_seqscan = off AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    INSERT INTO address_word (word, address)
    SELECT word, n.address FROM new_rows n CROSS JOIN address_words(n.address) word
    WHERE n.removed_at IS NULL;
    RETURN NULL;
  END IF;
  DELETE FROM address_word a
  USING new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN address_words(n.address) word
  WHERE o.removed_at IS NULL AND n.removed_at IS NOT NULL AND a.word = word.word AND a.address = n.address;
  INSERT INTO address_word (word, address)
  SELECT word, n.address FROM new_rows n JOIN old_rows o ON o.id = n.id CROSS JOIN address_words(n.address) word
  WHERE o.removed_at IS NOT NULL AND n.removed_at IS NULL
  -- Where somebody set the date while the triggers stood aside, the words are there still.
  ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

-- Triggers run in the order of their names: these before those that audit, which take the lock of the chain. What goes
-- before it, writers do side by side.
CREATE TRIGGER add_words AFTER INSERT ON address REFERENCING NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION keep_address_words();

CREATE TRIGGER adjust_words AFTER UPDATE ON address REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION keep_address_words();
