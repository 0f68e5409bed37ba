#!/usr/bin/env bash
# Turf 7.4.0: squares of 100 km are as many degrees wide as high, at every latitude.
# Guess: squareGrid with a side of 100 km gives cells of 10,000 square km, as hexGrid and pointGrid keep their kilometres.
# Came:  10,000 at the equator, 6,360 (64 km wide) at 50 north, 4,924 (50 km wide) at 60 north; points lie 100 km apart at
#        each, and a triangle stays near 5,000 square km.
# Meets: whoever counts events in cells of a grid: a cell of Finland is half a cell of Kenya, under one name in the legend,
#        and a change from squares to hexagons changes what "dense" is.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"; npm init -y >/dev/null; npm install --silent --no-audit --no-fund @turf/turf@7.4.0
cat > find.mjs <<'JS'
import assert from "node:assert";
import { area, distance, pointGrid, squareGrid, triangleGrid } from "@turf/turf";

const found = [0, 50, 60].map((south) => {
  const box = [30, south, 45, south + 10];
  const [west, below] = squareGrid(box, 100).features[0].geometry.coordinates[0][0];
  const square = squareGrid(box, 100).features[0];
  const east = Math.max(...square.geometry.coordinates[0].map(([x]) => x));
  const points = pointGrid(box, 100).features.map((one) => one.geometry.coordinates);
  const next = points.find(([x, y]) => y === points[0][1] && x > points[0][0]);
  return [area(square) / 1e6, distance([west, below], [east, below]), distance(points[0], next), area(triangleGrid(box, 100).features[0]) / 1e6].map(Math.round);
});
console.log("area of a square, its width, between points, area of a triangle:", found);
assert.deepEqual(found.map((row) => row.slice(0, 3)), [[10000, 100, 100], [6360, 64, 100], [4924, 50, 100]]);
assert(found.every((row) => Math.abs(row[3] - 5000) < 100));
JS
node find.mjs
