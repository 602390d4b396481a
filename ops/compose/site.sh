#!/bin/sh
# What 90-site.conf is on a real site: where the database is, the key of doveadm, where mailboxes are. Read after the files of
# mail/dovecot/2.4, and so it wins. The key and the passwords are in no image: they are written where the container starts.
set -eu
umask 077

cat >/etc/dovecot/postern/95-compose.conf <<CONF
passdb postern_sign_in {
  pgsql postern_sign_in {
    host = database
    parameters {
      dbname = postern
      password = $(cat ${SECRETS:-/run/secrets}/sign-in)
    }
  }
}
passdb postern_signed_in {
  pgsql postern_signed_in {
    host = database
    parameters {
      dbname = postern
      password = $(cat ${SECRETS:-/run/secrets}/signed-in)
    }
  }
}
doveadm_api_key = $(cat ${SECRETS:-/run/secrets}/doveadm)

# Postern is another machine here, on a network of its own.
service doveadm {
  inet_listener http {
    listen = *
  }
}

# Who takes mail for sending. Without one, a sign-in to submission is taken, and then answered with 451.
submission_relay_host = ${SUBMISSION_RELAY_HOST:-}

# There is no certificate: ports are open to this machine alone. Not for a real site.
ssl = no
auth_allow_cleartext = yes
CONF
exec dovecot -F
