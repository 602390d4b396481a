# The nine steps of docs/operations.md.
page=docs/operations.md
owner_password=$(openssl rand -hex 16)

build() {
  page_lines "$page" Install sh >"$folder/fences"
  check 'the page says how to build' [ -s "$folder/fences" ]
  while IFS= read -r line <&3; do
    typed_in_root "$line"
    # Each line rests on those before it.
    [ "$failed" = 0 ] || return 0
  done 3<"$folder/fences"
}

readyz_says() {
  [ "$(in_machine "curl --silent --max-time 10 --output /dev/null --write-out '%{http_code}' http://127.0.0.1:3000/readyz")" = "$1" ]
}

command_line() {
  in_machine "postern $1"
}

psql() {
  beside_dovecot env --chdir=/ runuser -u postgres -- psql --quiet --set ON_ERROR_STOP=1 "$@"
}

# The lines of a fence, which it has for two files: above those of pg_hba.conf, and at the end of pg_ident.conf.
let_in() {
  access=$root/etc/postgresql/15/main
  awk '/^# / { here = /pg_hba/; next } here' "$1" | cat - "$access/pg_hba.conf" >"$folder/pg_hba"
  # Its owner and its mode stay.
  cat "$folder/pg_hba" >"$access/pg_hba.conf"
  awk '/^# / { here = /pg_ident/; next } here' "$1" >>"$access/pg_ident.conf"
  psql --command 'select pg_reload_conf()'
  # It says nothing of a line with a mistake, and goes on with those it had.
  [ "$(psql --tuples-only --no-align --command 'select count(*) from pg_hba_file_rules where error is not null')" = 0 ]
}

make_logins() {
  page_lines "$page" Install sql | sed "s/…/$owner_password/" | psql
  page_lines "$page" Install conf >"$folder/access"
  let_in "$folder/access"
  psql --command 'alter system set log_parameter_max_length = 0'
}

fill_in_settings() {
  settings=$root/etc/postern/postern.env
  install -m 600 .env.example "$settings"
  page_inline "$page" Install 'DATABASE_[A-Z_]*=' | sed "s/…/$owner_password/" >"$folder/settings"
  while IFS='=' read -r name value; do
    sed -i "s|^$name=\$|$name=$value|" "$settings"
  done <"$folder/settings"
  fill_in_slack "$settings" 127.0.0.1
}

# As a service: it has to be there after the machine was started again, too.
start_slack() {
  cat >"$root/etc/systemd/system/slack.service" <<'UNIT'
[Unit]
Before=postern.service
[Service]
WorkingDirectory=/root/postern
ExecStart=/usr/bin/node --import tsx/esm scripts/try/slack.ts
[Install]
WantedBy=multi-user.target
UNIT
  in_machine 'systemctl enable --quiet --now slack'
  within 30 in_machine 'curl --silent http://127.0.0.1:4001/'
}

install_service() {
  page_inline "$page" Install 'runuser |install |postern |systemctl |curl |journalctl ' >"$folder/inline"
  check 'the page has these lines' [ -s "$folder/inline" ]
  while IFS= read -r line <&3; do
    case $line in
      'runuser -u postgres psql') check "as typed at: $line" quietly make_logins ;;
      'install -d /etc/postern')
        typed "$line"
        check 'the settings are filled in' quietly fill_in_settings
        ;;
      'install ops/postern /usr/local/bin/postern' | 'postern init --admin'*) typed "$line" ;;
      'install -m 644 ops/postern.service'*' && systemctl enable --now postern')
        check 'a double of Slack is there' start_slack
        typed "$line"
        check 'Postern is up, connected to Slack' within 60 readyz_says 200
        ;;
      'postern doctor' | 'curl http://127.0.0.1:3000/readyz') typed "$line" ;;
      'journalctl -u postern')
        typed "$line"
        # At a terminal it cuts its lines.
        check 'the journal says that it is up' quietly journal_says 'Postern is up'
        ;;
      # Of what stands below the steps: see service.sh.
      'systemctl reload postern' | 'systemctl stop postern') ;;
      *) miss "known to scripts/try-unit/install.sh: $line" ;;
    esac
    # Each line rests on those before it.
    [ "$failed" = 0 ] || return 0
  done 3<"$folder/inline"
  check 'Prometheus could read its metrics' quietly in_machine 'curl --silent http://127.0.0.1:3000/metrics | grep -q ^postern_'
}
