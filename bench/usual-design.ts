/**
 * In place of the two questions of Postern: every hash of the address is tried inside the database, as guides for many
 * passwords an address have it.
 *
 * pgcrypto does not read `$2b$`, and without the `LIMIT` Dovecot refuses several rows. The password is in the query: where
 * the database logs a statement that failed, it is in that log.
 *
 * Without the limit of time that the login has: with 1,000 devices it is reached.
 *
 * @see https://doc.dovecot.org/2.3/configuration_manual/authentication/sql/
 */
export const usualSignIn = `
passdb {
  driver = sql
  args = FOLDER/usual.conf.ext
}
auth_mechanisms = plain login
auth_cache_size = 0
`;

export const usualQuery = `
driver = pgsql
connect = user=postern_sign_in options=-cstatement_timeout=0 client_encoding=LATIN1 maxconns=5
password_query = SELECT address AS user, NULL AS password, 'y' AS nopassword FROM usual_design WHERE address = '%Lu' AND hash = crypt('%w', hash) LIMIT 1
`;
