# How a try begins: as root, with what it needs, in a folder that is gone at its end. It needs of who reads this:
#
# what      what is tried
# clean_up  takes away what was started and the folder

fail() {
  echo "$what can't be tried here: $1" >&2
  exit 1
}

# Each as program:package.
need() {
  [ "$(id -u)" = 0 ] || fail 'it needs root. Run this as root.'
  PATH=$PATH:/usr/sbin:/sbin
  missing=
  for needed; do
    command -v "${needed%:*}" >/dev/null || missing="$missing ${needed#*:}"
  done
  # Words are meant to be split here.
  # shellcheck disable=SC2086
  [ -z "$missing" ] || fail "something is missing. Run: apt install $(printf '%s\n' $missing | sort -u | xargs)"
}

# Other users read its files.
make_folder() {
  folder=$(mktemp -d "${TMPDIR:-/var/tmp}/postern-$1.XXXXXX")
  chmod 755 "$folder"
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
}

# A copy of the last commit, in folder $1 that it makes.
copy_last_commit() {
  cd "$here"
  commit=$(git -c safe.directory='*' rev-parse --short HEAD)
  mkdir "$1"
  git -c safe.directory='*' archive HEAD | tar -x -C "$1"
  cd "$1"
}
