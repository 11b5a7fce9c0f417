// Reads JavaScript expressions, one a line, and prints what JSON.stringify makes of each.
"use strict";

const lines = require("node:fs").readFileSync(0, "utf8").split("\n");

process.stdout.write(lines.map((line) => JSON.stringify((0, eval)(`(${line})`))).join("\n"));
