# The way through the page, and what it says of each step.
imap=1143
pop=1110

id_of() {
  docker compose ps --all --quiet "$1"
}

container_is() {
  [ "$(docker inspect --format "$2" "$(id_of "$1")")" = "$3" ]
}

is_healthy() {
  container_is "$1" '{{.State.Health.Status}}' healthy
}

readyz_says() {
  [ "$(curl --silent --max-time 10 --output /dev/null --write-out '%{http_code}' http://127.0.0.1:3000/readyz)" = "$1" ]
}

in_postern() {
  docker compose exec -T postern sh -c "$1"
}

# The command line as the page has it, with the -T that it tells of where something else than a terminal reads the answer.
command_line() {
  sh -c "$(page_lines "$page" "$section" | sed -n 's/^\(docker compose exec\) \(.*\) doctor$/\1 -T \2/p') $1"
}

# Its ports are mapped to this machine's.
beside_dovecot() {
  "$@"
}

# Without SUBMISSION_RELAY_HOST: Dovecot lets the device in, and has nobody to hand mail to.
sending_is_answered_with_451() {
  quietly signs_in smtp://127.0.0.1:1587 || :
  # What curl sent has the password.
  sed -i '/^> /d' "$folder/said"
  grep -q '^< 451' "$folder/said" && docker compose logs dovecot | grep -q 'submission_relay_host is unset'
}

type_fences() {
  page_lines "$page" "$section" >"$folder/fences"
  while IFS= read -r line <&3; do
    case $line in
      'docker compose up'*) fill_in_slack .env slack ;;
    esac
    check "typed: $line" type_line "$line"
    # Each line rests on those before it.
    [ "$failed" = 0 ] || return 0
    case $line in
      # A person reads what it said, meanwhile Dovecot is there.
      'docker compose up'*) check 'Dovecot takes connections' within 60 curl --silent --max-time 5 --request CAPABILITY imap://127.0.0.1:1143 ;;
    esac
  done 3<"$folder/fences"
}

look_at_containers() {
  check 'the database is healthy' within 60 is_healthy database
  check 'Postern is healthy' within 120 is_healthy postern
  check 'Dovecot runs' container_is dovecot '{{.State.Running}} {{.RestartCount}}' 'true 0'
  check 'nothing was started twice' container_is postern '{{.RestartCount}}' 0
  check 'Postern answers on 127.0.0.1:3000, connected to Slack' within 30 readyz_says 200
  check 'Postern is user 1000' quietly in_postern '[ "$(id -u)" = 1000 ]'
  check 'Postern can have no capability' quietly in_postern 'grep -q "^CapBnd:[[:space:]]*0*$" /proc/1/status'
  # There everybody may write, but for a root that can only be read.
  check 'Postern cannot write to its root' ends_with 1 in_postern 'touch /var/tmp/x'
  check 'doctor finds nothing wrong' quietly command_line 'doctor'
}

try_device() {
  add_device
  check 'a sign-in to submission is taken, and is answered with 451' sending_is_answered_with_451
  disconnect_device
}

policy_was_read() {
  docker compose logs --no-log-prefix postern | grep 'Policy read' | tail -n 1 | grep -q '"rules":3'
}

# The other commands of the page, each after the change that the page tells of it.
type_sentences() {
  page_inline "$page" "$section" 'docker ' >"$folder/inline"
  check 'the page has other commands of Docker' [ -s "$folder/inline" ]
  while IFS= read -r line <&3; do
    case $line in
      'docker compose restart postern')
        echo "  - { who: mail-admins, may: [list], on: ['*@example.org'] }" >>policy.yaml
        check "typed: $line" type_line "$line"
        check 'Postern is healthy again' within 120 is_healthy postern
        check 'the policy was read again' within 10 policy_was_read
        ;;
      'docker compose up --build --detach')
        sed -i 's/^IMAP_SERVER=$/&imap.example.com/' .env
        check "typed again: $line" type_line "$line"
        check 'Postern is healthy again' within 120 is_healthy postern
        check 'the setting is there' quietly in_postern '[ "$IMAP_SERVER" = imap.example.com ]'
        check 'the address is still there' quietly has_address
        ;;
      *) miss "known to scripts/try-compose/walk.sh: $line" ;;
    esac
  done 3<"$folder/inline"
}

stop_and_start() {
  check 'the database is stopped' quietly docker compose stop database
  check 'Postern says so' within 30 readyz_says 503
  check 'the database is started' quietly docker compose start database
  check 'Postern is back by itself' within 30 readyz_says 200
  check 'Postern was not started again meanwhile' container_is postern '{{.RestartCount}}' 0
  check 'Postern is told to stop' quietly docker compose stop postern
  check 'Postern ends with 0' container_is postern '{{.State.Status}} {{.State.ExitCode}}' 'exited 0'
}
