-- What addresses can be found by while somebody types. Kept with the address, whoever writes.

-- The address from each place behind a character that parts words.
CREATE FUNCTION address_words(address text) RETURNS TABLE (beginning text, word text)
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
  SELECT substr(address, place, 2), substr(address, place)
  FROM generate_series(2, length(address)) place
  WHERE substr(address, place - 1, 2) ~ '^[-._+@][a-z0-9]'
$$;

CREATE FUNCTION keep_address_words() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF new.removed_at IS NULL THEN
    INSERT INTO address_word (beginning, address, word)
    SELECT w.beginning, new.address, w.word FROM address_words(new.address) w
    ON CONFLICT DO NOTHING;
  ELSE
    DELETE FROM address_word a USING address_words(new.address) w
    WHERE a.beginning = w.beginning AND a.address = new.address AND a.word = w.word;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER keep_words AFTER INSERT OR UPDATE OF removed_at ON address
FOR EACH ROW EXECUTE FUNCTION keep_address_words();
