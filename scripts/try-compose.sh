#!/bin/sh
# Types what docs/operations.md says under “With Compose”, in a copy of the last commit, and looks whether it does what the page
# says. As root, on Debian. One line a check; ends with 1 where one failed. Takes seven minutes and 4 GB, and leaves nothing.
#
# It uses the engine that answers, in which the cache of what was built stays, or else starts a dockerd of its own. Slack is the
# double that the tests have.
#
# TRY_COMPOSE_IMAGES=made  makes the three base images of Debian's packages, also where Docker Hub can be reached
# DEBIAN_MIRROR            where these come from; otherwise from where this machine has its own
# TMPDIR                   where the copy, and the images of an engine of its own, are meanwhile. Default: /var/tmp
set -eu
umask 022

page=docs/operations.md
section='With Compose'
what=compose.yaml
here=$(cd "$(dirname "$0")/.." && pwd)
for part in try/begin try/checks try/debian try/device try/npm try/page try/settings \
  try-compose/engine try-compose/images try-compose/plugin try-compose/walk; do
  . "$here/scripts/$part.sh"
done

need docker:docker.io dockerd:docker.io iptables-save:iptables ip:iproute2 debootstrap:debootstrap git:git npm:npm curl:curl \
  openssl:openssl script:bsdutils
case $(node --version) in
  v20.*) ;;
  *) [ "${TRY_COMPOSE_IMAGES:-}" != made ] || fail 'the image that is made has the Node of this machine, which is no 20.' ;;
esac

clean_up() {
  trap - EXIT INT TERM
  cd "$folder/copy" 2>/dev/null && docker compose down --volumes --remove-orphans --rmi local --timeout 10 >/dev/null 2>&1 || :
  cd /
  # Words are meant to be split here.
  # shellcheck disable=SC2086
  [ -z "$pulled" ] || docker image rm $pulled >/dev/null 2>&1 || :
  stop_engine
  # What the engine or debootstrap mounted and could not take away.
  awk -v below="$folder/" 'index($2, below) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs --no-run-if-empty umount || :
  rm -rf --one-file-system "$folder"
}
make_folder compose
export COMPOSE_PROJECT_NAME="${folder##*/}"
COMPOSE_PROJECT_NAME=$(echo "$COMPOSE_PROJECT_NAME" | tr -d . | tr '[:upper:]' '[:lower:]')

docker compose version >/dev/null 2>&1 || take_compose ||
  fail "“docker compose” is missing, and Debian 13's could not be fetched. On Debian 13 run: apt install docker-compose"

if ! docker info >/dev/null 2>&1; then
  ! pidof dockerd >/dev/null || fail 'a dockerd runs, and does not answer. See what “docker info” says.'
  start_engine || fail 'dockerd does not start. Its last lines are above.'
fi
if [ "${TRY_COMPOSE_IMAGES:-}" = made ] || ! pull_images; then
  [ -n "$engine" ] || fail 'images can be made only in an engine of its own. End the one that runs, or let it reach Docker Hub.'
  make_images || fail 'the images could not be made. The last lines are above.'
  origin="made of Debian's packages"
else
  origin="of Docker Hub"
fi

copy_last_commit "$folder/copy"
cp scripts/try-compose/compose.override.yaml .
echo "Commit $commit, Docker $(docker version --format '{{.Server.Version}}'), Compose $(docker compose version --short), images $origin"

type_fences
if [ "$failed" = 0 ]; then
  look_at_containers
  try_device
  type_sentences
  stop_and_start
fi

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
