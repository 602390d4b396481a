# A device that is added, signs in at a Dovecot, and is disconnected with its open session. It needs of who reads this:
#
# command_line WORDS      the command line with these words
# beside_dovecot COMMAND  runs it where Dovecot listens, in a checkout
# imap and pop            the ports there
address=alice@example.com
device=Phone

# The password goes by standard input.
signs_in() {
  printf 'user = "%s:%s"\n' "$address" "$password" |
    beside_dovecot curl --silent --show-error --verbose --max-time 90 --config - "$1"
}

has_address() {
  # As a table it would name, where there is none, what to type.
  command_line 'address list example.com --json' | grep -q "\"address\": *\"$address\""
}

add_device() {
  check 'the address is there' quietly has_address
  password=$(command_line "devices add $address $device --print-password --json" | sed -n 's/.*"password":"\([^"]*\)".*/\1/p')
  check 'a device is added, and its password is printed' [ -n "$password" ]
  check 'the device signs in by IMAP' quietly signs_in "imap://127.0.0.1:$imap/"
  check 'the device signs in by POP' quietly signs_in "pop3://127.0.0.1:$pop/"
}

disconnect_device() {
  printf '%s' "$password" |
    beside_dovecot node --import tsx/esm scripts/try/imap-session.ts "$imap" "$address" >"$folder/session" &
  session=$!
  check 'a session is open' within 30 grep -q 'signed in' "$folder/session"
  check 'the device is disconnected' quietly command_line "devices disconnect $address $device --yes"
  check 'its session was ended' ends_with 0 wait "$session"
  # 67 is curl's word for a sign-in that was refused.
  check 'the device is refused by IMAP' ends_with 67 signs_in "imap://127.0.0.1:$imap/"
  check 'the whole audit is there' quietly command_line 'audit verify'
}
