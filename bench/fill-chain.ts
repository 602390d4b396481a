/** Chained as `append_event` does it, less the lock: a change of the password of one device, 430 bytes each. */
export const fillChain = (events: number): string => `
  alter table audit_event disable trigger user;
  alter table audit_event drop constraint audit_event_holds;
  do $$
  declare
    previous bytea := decode(repeat('00', 32), 'hex');
    hashed bytea;
    stored text;
    moment timestamptz := '2026-01-01T00:00:00Z';
  begin
    for n in 1..${events} loop
      moment := moment + interval '1.000123 seconds';
      stored := jsonb_build_object(
        'kind', 'device.password-changed', 'by', 'slack:T0123/U0DANA', 'op', 'op-' || n,
        'addressId', (n % 1000)::text, 'address', 'person' || n % 1000 || '@example.com', 'count', 1,
        'devices', jsonb_build_array(jsonb_build_object(
          'id', '42', 'label', 'iPhone of Alice', 'kind', 'phone', 'tag', 'k7xw',
          'protocols', array['imap', 'smtp'], 'before', jsonb_build_object('tag', 'm2pq')
        )),
        'number', n, 'at', to_char(moment at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
      )::text;
      hashed := sha256(previous || convert_to(stored, 'UTF8'));
      insert into audit_event values (
        n, stored, previous, hashed, 'device.password-changed', n % 1000, 'op-' || n, 'slack:T0123/U0DANA', moment
      );
      previous := hashed;
    end loop;
  end $$;`;
