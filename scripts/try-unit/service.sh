# What the unit is to do, while it runs and when something ends.
property() {
  in_machine "systemctl show --value --property $1 postern"
}

property_is() {
  [ "$(property "$1")" = "$2" ]
}

# In its own namespaces, as root: what root can't do there, it can't.
as_service() {
  in_machine "nsenter --target $(property MainPID) --mount -- $1"
}

policy_has_rules() {
  in_machine 'journalctl -u postern --output cat' | grep 'Policy read' | tail -n 1 | grep -q "\"rules\":$1"
}

journal_says() {
  in_machine 'journalctl -u postern --output cat' | grep -q "$1"
}

look_at_service() {
  check 'it is a user of its own' quietly in_machine "[ \"\$(stat --format %U /proc/$(property MainPID))\" = postern ]"
  check 'it has no capability, and can get none' quietly in_machine "grep -c '^Cap...:[[:space:]]*0*\$' /proc/$(property MainPID)/status | grep -qx 5"
  check 'it cannot write where it is installed' ends_with 1 as_service 'touch /opt/postern/x'
  check 'it cannot write to its settings' ends_with 1 as_service 'touch /etc/postern/x'
  check 'it can write to its own folder' quietly as_service 'touch /var/lib/postern/x'
  # As systemd was told: whether the kernel holds it to that, a container that was not given these controllers can't show.
  check 'it is to have 512 MB' property_is MemoryMax 536870912
  check 'it is to have 64 tasks' property_is TasksMax 64
  typed 'systemctl status postern'
  typed 'journalctl -u postern -n 50'
}

reload_policy() {
  policy=$root/etc/postern/policy.yaml
  rules=$(in_machine 'journalctl -u postern --output cat' | sed -n 's/.*"rules":\([0-9]*\).*Policy read.*/\1/p' | tail -n 1)
  cp "$policy" "$folder/policy"
  echo "  - { who: mail-admins, may: [list], on: ['*@example.org'] }" >>"$policy"
  typed 'systemctl reload postern'
  check 'the policy was read again' within 10 policy_has_rules $((rules + 1))
  echo '  - { who: nobody-that-there-is }' >>"$policy"
  typed 'systemctl reload postern'
  check 'of one with mistakes the journal names the line' within 10 journal_says '"line":[0-9]'
  check 'and says that it goes on with the one before' within 10 journal_says 'The policy that was read before stays'
  cat "$folder/policy" >"$policy"
  typed 'systemctl reload postern'
  check 'the one that was there first is read again' within 10 policy_has_rules "$rules"
}

stop_and_start() {
  typed 'systemctl stop postern'
  check 'it ended with 0' property_is ExecMainStatus 0
  check 'it was not killed' property_is Result success
  typed 'systemctl restart postern'
  check 'it is up again' within 30 readyz_says 200

  check 'it is killed' quietly in_machine 'systemctl kill --signal KILL postern'
  check 'it is started again' within 30 property_is NRestarts 1
  check 'it is up again' within 30 readyz_says 200

  before=$(property MainPID)
  check 'PostgreSQL is restarted under it' quietly in_machine 'systemctl restart postgresql@15-main'
  check 'it goes on' within 30 readyz_says 200
  check 'it is the same process' property_is MainPID "$before"

  check 'PostgreSQL and Postern are stopped' quietly in_machine 'systemctl stop postern postgresql@15-main'
  in_machine 'systemctl start postern'
  check 'without PostgreSQL it ends with 75' within 30 property_is ExecMainStatus 75
  check 'it is started again and again' within 60 in_machine '[ "$(systemctl show --value --property NRestarts postern)" -ge 2 ]'
  check 'PostgreSQL is started' quietly in_machine 'systemctl start postgresql@15-main'
  check 'it is up again' within 60 readyz_says 200
}

start_machine_again() {
  check 'the machine is started again' start_again
  check 'Postern started with it' within 60 readyz_says 200
  check 'the address is still there' quietly has_address
}

start_again() {
  power_off
  boot
}
