# One line a check, and the two sums. What a command said last is shown where it failed.
passed=0
failed=0

pass() {
  passed=$((passed + 1))
  echo "ok      $1"
}

miss() {
  failed=$((failed + 1))
  echo "FAILED  $1"
  [ ! -s "$folder/said" ] || tail -n 25 "$folder/said" | sed 's/^/        /'
}

# $1 says what is checked; the rest is a command that succeeds where it holds.
check() {
  what=$1
  shift
  : >"$folder/said"
  if "$@"; then pass "$what"; else miss "$what"; fi
}

quietly() {
  "$@" >"$folder/said" 2>&1
}

# Once a second, $1 times at most.
within() {
  left=$1
  shift
  until quietly "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || return 1
    sleep 1
  done
}

# $1 is the code that the rest has to end with.
ends_with() {
  wanted=$1
  shift
  code=0
  quietly "$@" || code=$?
  [ "$code" = "$wanted" ]
}
