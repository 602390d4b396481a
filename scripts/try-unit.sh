#!/bin/sh
# Does what docs/operations.md says under “Install”, and docs/mail-server.md under its ten steps, on a Debian 12 that systemd
# boots in a container, with a copy of the last commit, and looks whether it does what the pages say. As root, on Debian. One
# line a check; ends with 1 where one failed. Takes six minutes and 3 GB, and leaves nothing.
#
# Slack is the double that the tests have. Once it is built, the machine has a network of its own, with nobody else on it.
#
# DEBIAN_MIRROR  where Debian comes from; otherwise from where this machine has its own
# TMPDIR         where the machine is meanwhile. Default: /var/tmp
set -eu
umask 022

what='The unit'
here=$(cd "$(dirname "$0")/.." && pwd)
for part in try/begin try/checks try/debian try/device try/npm try/page try/settings \
  try-unit/machine try-unit/install try-unit/service try-unit/mail; do
  . "$here/scripts/$part.sh"
done

need systemd-nspawn:systemd-container debootstrap:debootstrap git:git node:nodejs npm:npm openssl:openssl nsenter:util-linux \
  script:bsdutils

clean_up() {
  trap - EXIT INT TERM
  end_machine
  cd /
  rm -rf --one-file-system "$folder"
}
make_folder unit

make_machine || fail 'its Debian 12 could not be made. The last lines are above.'
copy_last_commit "$root/root/postern"

build
if [ "$failed" = 0 ]; then
  boot || fail 'the machine does not boot. Its last lines are above.'
  echo "Commit $commit, $(in_machine 'systemctl --version' | head -n 1), PostgreSQL $(in_machine 'psql --version' | awk '{ print $3 }'), Dovecot $(in_machine 'dovecot --version' | awk '{ print $1 }'), Node $(in_machine 'node --version')"
  install_service
fi
if [ "$failed" = 0 ]; then
  look_at_service
  reload_policy
  stop_and_start
  connect_dovecot
  start_machine_again
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
