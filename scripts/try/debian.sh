# Where Debian comes from: the mirror of this machine, if it has one.
debian_mirror() {
  mirror=${DEBIAN_MIRROR:-$(
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null |
      sed -n 's/^Debian //p' | head -n 1
  )}
  echo "${mirror:-http://deb.debian.org/debian}"
}

# Makes the Debian of suite $1 in folder $2, with the packages $3 (separated by commas).
make_debian() {
  debootstrap --variant=minbase ${3:+--include="$3"} "$1" "$2" "$(debian_mirror)" &&
    # Nothing is to be started in there by being installed.
    printf '#!/bin/sh\nexit 101\n' >"$2/usr/sbin/policy-rc.d" &&
    chmod 755 "$2/usr/sbin/policy-rc.d"
}
