# What a person reads below a heading of docs/operations.md, taken from the page itself: a line that is changed there is tried
# as it was changed.

# The section of $1, up to the next heading.
page_section() {
  awk -v heading="### $1" '$0 == heading { here = 1; next } here && /^##/ { exit } here' docs/operations.md
}

# The lines of its fences.
page_lines() {
  page_section "$1" | awk '/^```/ { inside = !inside; next } inside && NF'
}

# The commands of Docker within its sentences, each once. Those that are only the beginning of a line of the fences are left out.
page_inline() {
  page_lines "$1" >"$folder/lines"
  page_section "$1" | awk '/^```/ { inside = !inside; next } !inside' | grep -o '`docker [^`]*`' | tr -d '`' | sort -u |
    while IFS= read -r line; do grep -q "^$line " "$folder/lines" || echo "$line"; done
}

# Types a line as somebody at a terminal does. What it says goes to a file, without movement, and is shown where it fails.
type_line() {
  NO_COLOR=1 COMPOSE_ANSI=never BUILDKIT_PROGRESS=plain npm_config_progress=false npm_config_color=false \
    script --quiet --flush --return --command "$1" "$folder/said" >/dev/null 2>&1 </dev/null
}
