#!/usr/bin/env bash
# Builds the SDKs and the shop's pages.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
cd "$here/../../sdks/js"
[ -d node_modules ] || npm ci --silent
npm run --silent build
cd "$here/ui"
[ -d node_modules ] || npm ci --silent
npm run --silent build
