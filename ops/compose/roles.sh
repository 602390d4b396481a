#!/bin/sh
# Run once, by the image of PostgreSQL, on a new database. The logins are there before the migrations, which find them and
# give them their rights.
set -eu

secret() {
  cat "${SECRETS:-/run/secrets}/$1"
}

psql --set=ON_ERROR_STOP=1 --username=postgres \
  --set=owner="$(secret owner)" --set=bot="$(secret bot)" \
  --set=sign_in="$(secret sign-in)" --set=signed_in="$(secret signed-in)" <<'SQL'
create role postern_owner login createrole password :'owner';
create database postern owner postern_owner;
create role postern_bot login password :'bot';
create role postern_sign_in login connection limit 20 password :'sign_in';
alter role postern_sign_in set statement_timeout = '3s';
alter role postern_sign_in set default_transaction_read_only = on;
create role postern_signed_in login connection limit 20 password :'signed_in';
alter role postern_signed_in set statement_timeout = '3s';
alter role postern_signed_in set synchronous_commit = off;
alter role postern_signed_in set lock_timeout = '1s';
SQL
