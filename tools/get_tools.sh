#!/bin/sh
# Get the real programs that the tests run, at their pinned versions: already there, or built by go.
#
# Usage: get_tools.sh FOLDER KUSTOMIZE OLDEST_KUSTOMIZE KPT...
# A program is taken from PATH if it has the version; each build gets a folder of its own below
# FOLDER, but for the first kustomize, which is in FOLDER/bin. Of kpt any of the versions will do, and
# the first is built.
set -u
folder=$1 newest=$2 oldest=$3
shift 3
missing=0

# build NAME PACKAGE BIN [FOLDER]: returns whether go could build it, as seen from a folder.
build() {
  command -v go >/dev/null || return 1
  echo "== tools: go builds $1, 30 to 90 s"
  (cd "${4:-.}" && GOBIN=$3 CGO_ENABLED=0 GOTOOLCHAIN=local go install "$2")
}

# without NAME PROMISE: says loudly what nobody knows without a program.
without() {
  echo "!!!!"
  echo "!!!! NO $1: install it or Go (and see errors above, if any)."
  echo "!!!! NOT TESTED without it: $2"
  echo "!!!!"
  missing=1
}

# Some kpts print "Version: " before it, and further lines.
has_version() { "$1" version 2>/dev/null | grep -qx -e "$2" -e "Version: $2"; }

if has_version "$folder/bin/kustomize" "$newest"; then
  echo "== tools: kustomize $newest in .tools/bin"
elif has_version kustomize "$newest"; then
  echo "== tools: kustomize $newest from PATH"
else
  build "kustomize $newest" "sigs.k8s.io/kustomize/kustomize/v5@$newest" "$folder/bin" ||
    without "kustomize $newest" "that real kustomize builds what we render."
fi

# Built by go, this one does not know its version: its folder says it.
if test -x "$folder/kustomize-$oldest/kustomize"; then
  echo "== tools: kustomize $oldest in .tools/kustomize-$oldest"
elif has_version kustomize "$oldest"; then
  echo "== tools: kustomize $oldest from PATH"
else
  build "kustomize $oldest" "sigs.k8s.io/kustomize/kustomize/v5@$oldest" "$folder/kustomize-$oldest" ||
    without "kustomize $oldest" "that the oldest supported kustomize calls stateful-fn as the newest does."
fi

found=""
for version in "$@"; do
  if test -z "$found" && test -x "$folder/kpt-$version/kpt"; then
    found="kpt $version in .tools/kpt-$version"
  elif test -z "$found" && has_version kpt "${version#v}"; then
    found="kpt $version from PATH"
  fi
done
if test -n "$found"; then
  echo "== tools: $found"
else
  { build "kpt $1" . "$folder/kpt-$1" "$(dirname "$0")/../tests/kpt" &&
    has_version "$folder/kpt-$1/kpt" "${1#v}"; } ||
    without "kpt $1" "that real kpt writes packages with stateful-fn."
fi

test $missing = 0 || test "${CI:-}" != true
