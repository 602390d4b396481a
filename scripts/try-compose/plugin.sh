# Compose as a plugin of `docker`, out of Debian 13's package: Debian 12 has Compose 1 alone, which is no `docker compose`.
take_compose() {
  apt=$folder/apt
  mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$apt/empty" "$folder/config/cli-plugins"
  echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $(debian_mirror) trixie main" >"$apt/sources.list"
  : >"$apt/status"
  # Downloaded as root: the user _apt may not look into the folder.
  set -- -o "Dir::State=$apt" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache" \
    -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/empty" -o APT::Sandbox::User=root
  (
    cd "$apt"
    apt-get "$@" update
    apt-get "$@" download docker-compose
    dpkg-deb -x docker-compose_*.deb "$apt/package"
  ) >"$folder/said" 2>&1 || return 1
  plugin=$(find "$apt/package" -path '*cli-plugins/docker-compose')
  cp "$plugin" "$folder/config/cli-plugins/"
  # An engine that was chosen by a context, which our own folder of settings doesn't know.
  export DOCKER_HOST="${DOCKER_HOST:-$(docker context inspect --format '{{.Endpoints.docker.Host}}')}"
  export DOCKER_CONFIG="$folder/config"
}
