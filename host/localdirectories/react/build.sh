#!/bin/sh
# Bundles app.jsx with React into app.js, which is committed. Needs npm; leaves nothing else behind.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/app.jsx" "$work/"
cd "$work"
npm install --silent --no-audit --no-fund
NODE_ENV=production npx esbuild app.jsx --bundle --minify --jsx=automatic --define:process.env.NODE_ENV='"production"' --legal-comments=inline --target=es2020 --outfile="$here/app.js"
