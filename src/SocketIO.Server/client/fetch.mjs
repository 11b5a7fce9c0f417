// Puts the JavaScript client of the pinned npm package into a folder, compressed, for the build to embed.
//
//   node fetch.mjs <folder>
//
// The folder gets dist/ (the files with .br added, and the version), LICENSE, and last the file "stamp", which says that the rest is
// complete. Exit code 0: it is. Otherwise one line on standard output says why not; a build goes on without the client then.
//
// Several builds may run at once: one installs while the others wait for the lock, and every step that others can see is a rename.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const FILES = ["socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"].flatMap((f) => [f, f + ".map"]);
const INPUTS = ["package.json", "package-lock.json", ".npmrc"];
const LOCK_WAIT_MS = 5 * 60_000;
const RETRY_AFTER_FAILURE_MS = 10 * 60_000;

const source = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2];
const stamp = join(target, "stamp");
const failure = join(target, "failure");
const lock = join(target, "lock");
const work = join(target, `work-${process.pid}`);

const key = createHash("sha256");
for (const file of [...INPUTS, "fetch.mjs"]) key.update(fs.readFileSync(join(source, file)));
const wanted = key.digest("hex");

fs.mkdirSync(target, { recursive: true });
process.exit(await run());

async function run() {
  await takeLock();
  try {
    if (read(stamp) === wanted) {
      fs.utimesSync(stamp, new Date(), new Date());
      return 0;
    }
    const failed = JSON.parse(read(failure) || "{}");
    if (failed.key === wanted && Date.now() - failed.time < RETRY_AFTER_FAILURE_MS) return report(failed.reason);
    for (const folder of fs.readdirSync(target)) if (/^work-/.test(folder) && !isAlive(Number(folder.slice(5)))) remove(join(target, folder));
    return install();
  } finally {
    remove(work);
    remove(lock);
  }
}

function install() {
  fs.mkdirSync(work);
  for (const file of INPUTS) fs.copyFileSync(join(source, file), join(work, file));

  const args = ["ci", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1", "--fetch-timeout=30000", "--loglevel=error"];
  const npm = spawnSync("npm", args, { cwd: work, encoding: "utf8", shell: process.platform === "win32" });
  if (npm.error?.code === "ENOENT") return report("npm was not found");
  if (npm.status !== 0) {
    // Trying may take long where there is no network: the builds of the next minutes do without.
    const cause = (npm.stderr || npm.error?.message || "").trim().split("\n")[0];
    const reason = `npm ci failed (${cause}) and is not tried again for ten minutes unless ${failure} is deleted`;
    fs.writeFileSync(failure, JSON.stringify({ key: wanted, time: Date.now(), reason }));
    return report(reason);
  }

  const socketio = join(work, "node_modules", "socket.io");
  const dist = join(work, "dist");
  fs.mkdirSync(dist);
  for (const file of FILES) {
    const content = fs.readFileSync(join(socketio, "client-dist", file));
    const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    fs.writeFileSync(join(dist, file + ".br"), brotliCompressSync(content, { params }));
  }
  fs.writeFileSync(join(dist, "version"), JSON.parse(fs.readFileSync(join(socketio, "package.json"), "utf8")).version);

  remove(stamp);
  remove(failure);
  remove(join(target, "dist"));
  fs.renameSync(dist, join(target, "dist"));
  fs.renameSync(join(socketio, "LICENSE"), join(target, "LICENSE"));
  fs.writeFileSync(join(work, "stamp"), wanted);
  fs.renameSync(join(work, "stamp"), stamp);
  return 0;
}

async function takeLock() {
  const until = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      return;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    // A build that was killed leaves its lock behind. Two that find it at once install twice, each in its own folder.
    if (Date.now() > until || !isAlive(Number(read(lock)))) remove(lock);
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function isAlive(pid) {
  if (!pid) return true; // Just created, and not yet written.
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function remove(path) {
  fs.rmSync(path, { recursive: true, force: true });
}

function report(reason) {
  console.log(reason);
  return 1;
}
