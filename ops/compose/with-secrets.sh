#!/bin/sh
# Makes settings of the files in /run/secrets, and becomes the program that is named.
set -eu

DATABASE_URL="postgres://postern_bot:$(cat ${SECRETS:-/run/secrets}/bot)@database/postern"
DATABASE_OWNER_URL="postgres://postern_owner:$(cat ${SECRETS:-/run/secrets}/owner)@database/postern"
DOVEADM_API_KEY=$(cat ${SECRETS:-/run/secrets}/doveadm)
export DATABASE_URL DATABASE_OWNER_URL DOVEADM_API_KEY
exec "$@"
