# The npm of this machine, for root $1, whose node is in $2/bin: as it reaches its registry, npm does in there, with the same
# registry, proxy and certificates. No token is taken along: a registry that asks for one can't be used.
install_npm() {
  prefix=$1$2
  mkdir -p "$prefix/lib/node_modules" "$prefix/etc" &&
    cp -r "$(npm root --global)/npm" "$prefix/lib/node_modules/" &&
    ln -s ../lib/node_modules/npm/bin/npm-cli.js "$prefix/bin/npm" &&
    ln -s ../lib/node_modules/npm/bin/npx-cli.js "$prefix/bin/npx" &&
    npm_settings "$1" "$2/etc" >"$prefix/etc/npmrc"
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
  cp "$authorities" "$1$2/npm-authorities.pem"
  echo "cafile=$2/npm-authorities.pem"
}
