# The npm of this machine, for the image that is made: as it reaches its registry, npm does in there, with the same registry,
# proxy and certificates. No token is taken along: a registry that asks for one can't be used.
install_npm() {
  root=$1
  mkdir -p "$root/usr/local/lib/node_modules" "$root/usr/local/etc" &&
    cp -r "$(npm root --global)/npm" "$root/usr/local/lib/node_modules/" &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$root/usr/local/bin/npm" &&
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$root/usr/local/bin/npx" &&
    npm_settings "$root" >"$root/usr/local/etc/npmrc"
}

npm_settings() {
  for name in registry proxy https-proxy noproxy; do
    value=$(npm config get "$name" 2>/dev/null)
    case $value in
      '' | null | https://registry.npmjs.org/) ;;
      *) echo "$name=$value" ;;
    esac
  done
  authorities=$(npm config get cafile 2>/dev/null)
  [ "$authorities" != null ] || authorities=${NODE_EXTRA_CA_CERTS:-}
  [ -n "$authorities" ] || return 0
  cp "$authorities" "$1/usr/local/etc/npm-authorities.pem"
  echo 'cafile=/usr/local/etc/npm-authorities.pem'
}
