# The images that ours are built on: Docker Hub's, or some made of Debian's packages under the same names. The latter are only
# made in an engine of our own: somebody else's names stay what they are.
images='node:20-bookworm-slim debian:13-slim postgres:17-bookworm'
pulled=

has_image() {
  docker image inspect "$1" >/dev/null 2>&1
}

pull_images() {
  for image in $images; do
    has_image "$image" && continue
    timeout 300 docker pull --quiet "$image" >"$folder/said" 2>&1 || return 1
    pulled="$pulled $image"
  done
}

# Puts a folder into the engine as image $2. What follows is said of it as in a Dockerfile.
import_image() {
  from=$1
  image=$2
  shift 2
  tar --one-file-system -C "$from" -c . | docker import "$@" - "$image"
}

make_images() {
  echo "Making the three images of Debian's packages, which takes some minutes."
  {
    make_node_image && make_debian_image && make_postgres_image
  } >"$folder/images.log" 2>&1 && return
  tail -n 20 "$folder/images.log" >&2
  return 1
}

# Debian 12 with the Node and the npm of this machine, and with the user that the official image has.
make_node_image() {
  root=$folder/node
  make_debian bookworm "$root" ca-certificates,libstdc++6 &&
    cp "$(node --print process.execPath)" "$root/usr/local/bin/node" &&
    install_npm "$root" /usr/local &&
    chroot "$root" useradd --uid 1000 --create-home node &&
    chroot "$root" npm --version &&
    import_image "$root" node:20-bookworm-slim --change 'CMD ["node"]' &&
    rm -rf --one-file-system "$root"
}

make_debian_image() {
  make_debian trixie "$folder/debian" '' && import_image "$folder/debian" debian:13-slim --change 'CMD ["bash"]'
}

# On Debian 13, whose PostgreSQL is a 17; the official one is on Debian 12.
make_postgres_image() {
  root=$folder/debian
  home=/usr/lib/postgresql/17/bin
  # The numbers that the official image has. Its own cluster would be one too many.
  chroot "$root" groupadd --system --gid 999 postgres &&
    chroot "$root" useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres &&
    mkdir -p "$root/etc/postgresql-common" &&
    echo 'create_main_cluster = false' >"$root/etc/postgresql-common/createcluster.conf" &&
    chroot "$root" apt-get update &&
    DEBIAN_FRONTEND=noninteractive chroot "$root" apt-get install -y --no-install-recommends postgresql-17 &&
    mkdir -p "$root/docker-entrypoint-initdb.d" &&
    install -m 755 "$here/scripts/try-compose/postgres-entrypoint.sh" "$root/usr/local/bin/docker-entrypoint.sh" &&
    import_image "$root" postgres:17-bookworm --change "ENV PATH=$home:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
      --change 'ENV PGDATA=/var/lib/postgresql/data' --change 'VOLUME /var/lib/postgresql/data' \
      --change 'ENTRYPOINT ["docker-entrypoint.sh"]' --change 'CMD ["postgres"]' &&
    # Import takes no STOPSIGNAL; of a container it is kept. SIGTERM would wait for everybody who is connected.
    from=$(docker create --stop-signal SIGINT postgres:17-bookworm) &&
    docker commit "$from" postgres:17-bookworm &&
    docker rm "$from" &&
    rm -rf --one-file-system "$root"
}
