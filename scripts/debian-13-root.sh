#!/bin/sh
# Makes a Debian 13 with Dovecot 2.4 in a folder, for the tests of mail/dovecot/2.4 on a machine that has another Dovecot or
# none. Prints the folder. Takes a minute once, 400 MB; what is there already is used as it is.
#
# DEBIAN_13_ROOT    the folder; otherwise one in the cache folder of the user
# DEBIAN_13_MIRROR  where Debian comes from; otherwise from where this machine has its own
#
# Remove it with: rm -rf --one-file-system "$(sh scripts/debian-13-root.sh)"
set -eu

packages='dovecot-imapd dovecot-pop3d dovecot-submissiond dovecot-pgsql'
root=${DEBIAN_13_ROOT:-${XDG_CACHE_HOME:-$HOME/.cache}/postern/debian-13}

is_whole() {
  [ -e "$root/etc/postern-is-whole" ]
}

if is_whole; then
  echo "$root"
  exit 0
fi

fail() {
  echo "There is no Debian 13 in $root, and it can't be made: $1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'debootstrap and chroot need root. Run this as root.'
PATH=$PATH:/usr/sbin:/sbin
command -v debootstrap >/dev/null || fail 'debootstrap is missing. Run: apt install debootstrap'
[ ! -e "$root" ] || [ -z "$(ls -A "$root")" ] || fail 'the folder has something else in it.'

mirror=${DEBIAN_13_MIRROR:-$(
  apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
    sed -n 's/^Debian //p' | head -n 1
)}
[ -n "$mirror" ] || fail "this machine's apt knows no Debian. Set DEBIAN_13_MIRROR, such as http://deb.debian.org/debian"

# Made beside it, and moved when it is whole: an interrupted one is never taken for one that works.
mkdir -p "$(dirname "$root")"
making=$(mktemp -d "$root.XXXXXX")
log=$making.log
trap 'rm -rf --one-file-system "$making"' EXIT
if ! {
  # Dovecot's own users walk through it.
  chmod 755 "$making" &&
    debootstrap --variant=minbase trixie "$making" "$mirror" &&
    # Nothing is to be started in there by being installed.
    printf '#!/bin/sh\nexit 101\n' >"$making/usr/sbin/policy-rc.d" &&
    chmod 755 "$making/usr/sbin/policy-rc.d" &&
    chroot "$making" apt-get update &&
    # Words are meant to be split here.
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive chroot "$making" apt-get install -y --no-install-recommends $packages &&
    chroot "$making" apt-get clean &&
    touch "$making/etc/postern-is-whole"
} >"$log" 2>&1 </dev/null; then
  tail -n 20 "$log" >&2
  fail "the last lines of $log are above."
fi
rm -f "$log"
[ ! -e "$root" ] || rmdir "$root"
mv "$making" "$root"
echo "$root"
