# A Debian 12 with the Node and the npm of this machine, which systemd boots in a container.
system=systemd,systemd-sysv,dbus,libnss-systemd,ca-certificates,curl,openssl,libstdc++6
servers='postgresql dovecot-imapd dovecot-pop3d dovecot-pgsql'
container=
leader=

make_machine() {
  root=$folder/machine
  {
    make_debian bookworm "$root" "$system" &&
      chroot "$root" apt-get update &&
      # In the C locale a database would have no encoding. Words are meant to be split here.
      # shellcheck disable=SC2086
      LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y --no-install-recommends $servers &&
      cp "$(node --print process.execPath)" "$root/usr/bin/node" &&
      install_npm "$root" /usr &&
      # Whose mail Dovecot keeps, in docs/mail-server.md.
      chroot "$root" useradd --system --home-dir /var/vmail --create-home vmail
  } >"$folder/machine.log" 2>&1 </dev/null && return
  tail -n 20 "$folder/machine.log" >&2
  return 1
}

# Replaces the shell that calls it: who starts it in the background has its number.
nspawn() {
  # It would ask the systemd of this machine for a unit, also where there is none.
  [ -d /run/systemd/system ] || set -- --keep-unit "$@"
  exec systemd-nspawn --quiet --directory="$root" --machine=postern-unit --register=no "$@"
}

boot() {
  nspawn --boot --private-network >"$folder/console" 2>&1 </dev/null &
  container=$!
  if within 60 find_leader && within 120 has_started; then return; fi
  tail -n 20 "$folder/console" >&2
  return 1
}

find_leader() {
  for child in $(cat "/proc/$container/task/$container/children"); do
    [ "$(cat "/proc/$child/comm")" != systemd ] || leader=$child
  done
  [ -n "$leader" ]
}

# A unit of Debian's own that fails in a container is not ours to judge.
has_started() {
  case $(in_machine 'systemctl is-system-running') in
    running | degraded) ;;
    *) return 1 ;;
  esac
}

power_off() {
  in_machine 'systemctl poweroff' >/dev/null 2>&1 || :
  wait "$container" || :
  container=
  leader=
}

# As if its power were cut.
end_machine() {
  [ -n "$container" ] || return 0
  find_leader || :
  kill -KILL "${leader:-$container}" 2>/dev/null || :
  wait "$container" 2>/dev/null || :
}

# What follows is done in the checkout there, as by root after a login.
as_root='env --ignore-environment --chdir=/root/postern PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
  HOME=/root LANG=C.UTF-8 TERM=xterm NO_COLOR=1 SYSTEMD_PAGER=cat npm_config_progress=false npm_config_color=false'

beside_dovecot() {
  # Words are meant to be split here.
  # shellcheck disable=SC2086
  nsenter --target "$leader" --all -- $as_root "$@"
}

in_machine() {
  beside_dovecot sh -c "$1"
}

# At a terminal of the machine.
typed() {
  echo "$1" >"$root/root/line"
  # In one line, as `script` hands it to a shell.
  check "typed: $1" type_line "$(echo nsenter --target "$leader" --all -- $as_root sh -e /root/line)"
}

# Before it is booted, with the network of this machine.
in_root() (
  # Words are meant to be split here.
  # shellcheck disable=SC2086
  nspawn --pipe $as_root "$@"
)

typed_in_root() {
  echo "$1" >"$root/root/line"
  check "typed: $1" quietly in_root sh -e /root/line
}
