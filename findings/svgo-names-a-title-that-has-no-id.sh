#!/usr/bin/env bash
# SVGO 4.1.0: what a map says to a screen reader is cut off from it, and its language is lost.
# Guess: the default settings, which keep title, desc and aria-*, leave a figure as it was for those who hear it.
# Came:  aria-labelledby="name said" stays, and the ids "name" and "said" that it tells of are gone; role="img" and
#        role="list", lang and xml:lang go too. An unused id goes as any other, but this one is used.
# Meets: whoever makes figures smaller before publishing them: the picture is the same, and is read aloud as nothing.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund svgo@4.1.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import { optimize } from "svgo";

const figure = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90" role="img" lang="fr" xml:lang="fr" aria-labelledby="name said">
<title id="name">Rencontres</title><desc id="said">Carte de neuf rencontres</desc>
<g role="list" aria-label="villes"><path role="listitem" aria-label="Minsk" d="M0 0h9v9z"/></g></svg>`;
const small = optimize(figure).data;
console.log("SVGO 4.1.0:", small);
assert(small.includes('aria-labelledby="name said"') && small.includes("<title>Rencontres</title><desc>Carte"));
assert(!/ id=| role=| lang=|xml:lang/.test(small) && small.includes('aria-label="Minsk"'));
JS
node find.mjs
