# What a person reads below a heading of a page, taken from the page itself: a line that is changed there is tried as it was
# changed.

# The section of page $1 below heading $2, up to the next heading.
page_section() {
  awk -v heading="$2" '
    /^ *```/ { inside = !inside }
    !inside && /^#+ / { if (here) exit; sub(/^#+ /, ""); here = $0 == heading; next }
    here' "$1"
}

# The lines of its fences; of those with the mark $3, where one is given.
page_lines() {
  page_section "$1" "$2" |
    awk -v mark="${3:-}" '
      /^ *```/ { inside = !inside; wanted = mark == "" || $0 ~ "```" mark "$"; next }
      inside && wanted && NF { sub(/^ +/, ""); print }'
}

# What stands within its sentences and begins with one of $3 (separated by bars), each once. Those that are only the beginning
# of a line of the fences are left out.
page_inline() {
  page_lines "$1" "$2" >"$folder/lines"
  page_section "$1" "$2" | awk '/^ *```/ { inside = !inside } !inside' | grep -oE "\`($3)[^\`]*\`" | tr -d '`' |
    awk '!seen[$0]++' | while IFS= read -r line; do grep -q "^$line " "$folder/lines" || echo "$line"; done
}

# Types a line as somebody at a terminal does. What it says goes to a file, without movement, and is shown where it fails.
type_line() {
  NO_COLOR=1 COMPOSE_ANSI=never BUILDKIT_PROGRESS=plain npm_config_progress=false npm_config_color=false \
    script --quiet --flush --return --command "$1" "$folder/said" >/dev/null 2>&1 </dev/null
}
