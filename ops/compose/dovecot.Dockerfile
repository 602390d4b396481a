# Debian’s Dovecot 2.4 with our files, as docs/mail-server.md has it.
FROM debian:13-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql \
  && rm -rf /var/lib/apt/lists/* \
  && useradd --system --user-group --home-dir /var/vmail --create-home vmail
COPY mail/dovecot/2.4 /etc/dovecot/postern
COPY ops/compose/dovecot.conf /etc/dovecot/dovecot.conf
EXPOSE 143 110 587 8080
CMD ["sh", "/usr/local/bin/site.sh"]
