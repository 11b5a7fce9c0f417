const parallel = 6;

/** Runs the selected cases, several at a time, then the serial ones alone; `open` makes what a case works with. */
export async function runAll({ open, selected, report }) {
  const waiting = selected.filter((c) => !c.serial);

  const worker = async () => {
    while (waiting.length > 0) {
      report(await runOne(waiting.shift(), open));
    }
  };

  await Promise.all(Array.from({ length: parallel }, worker));

  for (const testCase of selected.filter((c) => c.serial)) {
    report(await runOne(testCase, open));
  }
}

async function runOne(testCase, open) {
  let outcome;

  for (let attempt = 0; attempt < testCase.attempts; attempt++) {
    outcome = await attemptOne(testCase, open());

    if (outcome.ok) {
      break;
    }
  }

  return outcome;
}

async function attemptOne({ name, seconds, body }, context) {
  const start = performance.now();
  let timer;

  const timeout = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${seconds} s; last: ${context.lastStep}`)), seconds * 1000);
  });

  const outcome = { case: name, ok: true };

  try {
    await Promise.race([body(context), timeout]);
  } catch (e) {
    outcome.ok = false;
    outcome.error = String(e?.stack ?? e);
  }

  clearTimeout(timer);
  await context.dispose();
  outcome.ms = Math.round(performance.now() - start);
  return outcome;
}

// A case that fails late must not take the others with it.
process.on("unhandledRejection", (e) => console.error("unhandled rejection", e));
process.on("uncaughtException", (e) => console.error("uncaught exception", e.message, e.stack.slice(-2000)));
