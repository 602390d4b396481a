# An engine of our own, for where none answers: in a folder, on a socket that nobody else uses. When it ends, the rules of the
# firewall and the bridge that it made are as they were.
engine=

start_engine() {
  iptables-save >"$folder/iptables" 2>/dev/null || :
  ip6tables-save >"$folder/ip6tables" 2>/dev/null || :
  cat /proc/sys/net/ipv4/ip_forward >"$folder/ip_forward"
  [ ! -e /sys/class/net/docker0 ] || : >"$folder/has-bridge"
  export DOCKER_HOST="unix://$folder/docker.sock"
  unset DOCKER_CONTEXT
  dockerd --host "$DOCKER_HOST" --data-root "$folder/engine" --exec-root "$folder/run" --pidfile "$folder/docker.pid" \
    >"$folder/engine.log" 2>&1 &
  engine=$!
  waited=0
  until docker info >/dev/null 2>&1; do
    waited=$((waited + 1))
    if [ "$waited" -gt 60 ] || ! kill -0 "$engine" 2>/dev/null; then
      tail -n 5 "$folder/engine.log" >&2
      return 1
    fi
    sleep 1
  done
}

stop_engine() {
  [ -n "$engine" ] || return 0
  kill "$engine" 2>/dev/null || :
  wait "$engine" 2>/dev/null || :
  [ -e "$folder/has-bridge" ] || ip link delete docker0 2>/dev/null || :
  [ ! -s "$folder/iptables" ] || iptables-restore <"$folder/iptables" || :
  [ ! -s "$folder/ip6tables" ] || ip6tables-restore <"$folder/ip6tables" || :
  cat "$folder/ip_forward" >/proc/sys/net/ipv4/ip_forward
}
