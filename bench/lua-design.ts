import { existsSync } from 'node:fs';

/**
 * One by one in Lua, as mailcow did it for its app passwords, rebuilt from its description: a script asks for all hashes of
 * the address, and has Dovecot verify each until one fits. Dovecot runs it in up to 30 workers, so on all cores.
 *
 * It is given what favours it: the connection stays open, the address has no password besides to be tried first, and
 * nothing is written down about the sign-in.
 *
 * @see https://doc.dovecot.org/2.3/configuration_manual/authentication/lua_based_authentication/
 */
export const luaSignIn = `
passdb {
  driver = lua
  args = file=FOLDER/usual.conf.ext blocking=yes
}
auth_mechanisms = plain login
auth_cache_size = 0
`;

/** An address that Dovecot let through has no quotes: see `auth_username_chars`. */
export const luaScript = `
local connection

function script_init()
  return 0
end

function script_deinit()
end

-- libpq takes the rest from its environment.
local function rows_of(address)
  if connection == nil then
    connection = assert(require('luasql.postgres').postgres():connect('user=postern_sign_in options=-cstatement_timeout=0'))
  end
  return assert(connection:execute("SELECT hash FROM usual_design WHERE address = '" .. address .. "'"))
end

function auth_password_verify(request, password)
  local rows = rows_of(request.user)
  local hash = rows:fetch()
  while hash do
    if request:password_verify('{BLF-CRYPT}' .. hash, password) == 1 then
      rows:close()
      return dovecot.auth.PASSDB_RESULT_OK, {}
    end
    hash = rows:fetch()
  end
  rows:close()
  return dovecot.auth.PASSDB_RESULT_PASSWORD_MISMATCH, {}
end

function auth_passdb_lookup(request)
  return dovecot.auth.PASSDB_RESULT_USER_UNKNOWN, {}
end
`;

/** Undefined where this machine has what it needs. */
export const luaMissing: string | undefined =
  existsSync('/usr/lib/dovecot/modules/auth/libauthdb_lua.so') &&
  existsSync('/usr/lib/x86_64-linux-gnu/lua/5.4/luasql/postgres.so')
    ? undefined
    : 'needs: apt install dovecot-auth-lua lua-sql-postgres (Debian 12)';
