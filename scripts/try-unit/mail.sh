# The ten steps of docs/mail-server.md, as far as they are done on this machine: Dovecot 2.3, as Debian 12 has it.
mail_page=docs/mail-server.md
ten_steps='From a running Dovecot to devices, in ten steps'
imap=143
pop=110
doveadm_key=$(openssl rand -hex 32)

let_dovecot_in() {
  page_lines "$mail_page" "$ten_steps" >"$folder/access"
  let_in "$folder/access"
}

# The key, and where mailboxes are: step 6 says by what they are to be named.
edit_site() {
  sed -i "s/^doveadm_api_key =\$/& $doveadm_key/" "$root/etc/dovecot/postern/90-site.conf"
  sed -i 's|^mail_location = .*|mail_location = maildir:~/Maildir|' "$root/etc/dovecot/conf.d/10-mail.conf"
}

switch_over() {
  sed -i 's/^!include auth-system/#&/' "$root/etc/dovecot/conf.d/10-auth.conf"
  echo '!include postern/*.conf' >>"$root/etc/dovecot/dovecot.conf"
}

tell_postern() {
  sed -i -e 's|^DOVEADM_URL=$|&http://127.0.0.1:8080|' -e "s/^DOVEADM_API_KEY=\$/&$doveadm_key/" "$root/etc/postern/postern.env"
}

is_refused_for_now() {
  quietly signs_in "imap://127.0.0.1:$imap/" && return 1
  grep -q UNAVAILABLE "$folder/said"
}

connect_dovecot() {
  check 'Dovecot may ask the database' quietly let_dovecot_in
  page_inline "$mail_page" "$ten_steps" 'cp |chown |doveconf ' >"$folder/inline"
  check 'the page has these lines' [ -s "$folder/inline" ]
  while IFS= read -r line <&3; do
    case $line in
      'cp -r mail/dovecot/2.3 /etc/dovecot/postern')
        typed "$line"
        check 'its file is edited' quietly edit_site
        ;;
      'chown root:dovecot'*) typed "$line" ;;
      'doveconf -n >/dev/null && systemctl restart dovecot')
        check 'it is switched over' quietly switch_over
        typed "$line"
        ;;
      *) miss "known to scripts/try-unit/mail.sh: $line" ;;
    esac
  done 3<"$folder/inline"
  check 'Postern is told where doveadm is' quietly tell_postern
  typed 'systemctl restart postern'
  check 'it is up again' within 30 readyz_says 200
  typed 'postern doctor'

  check 'an address is added' quietly command_line "address add $address"
  add_device
  outage
  disconnect_device
}

# Dovecot waits longer each time before it asks again, up to a minute.
outage() {
  check 'PostgreSQL is stopped' quietly in_machine 'systemctl stop postgresql@15-main'
  check 'a sign-in fails for now, and is not refused' is_refused_for_now
  check 'Postern says that its database is away' within 30 readyz_says 503
  check 'PostgreSQL is started' quietly in_machine 'systemctl start postgresql@15-main'
  typed 'systemctl reload dovecot'
  check 'the device signs in again at once' within 3 signs_in "imap://127.0.0.1:$imap/"
  check 'Postern is back by itself' within 30 readyz_says 200
}
