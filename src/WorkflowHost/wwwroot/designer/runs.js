// What Studio's viewer asks about the runs of a step, answered in the order it asked.
//
// For a step it asks for the list of its runs and then for the last of them, and shows what it was told last, whichever step is selected by
// then. So an answer that came late, such as that about the whole workflow which it asks for when it opens, would stand under the name of
// the step somebody clicked meanwhile, whose own values would look empty.
(() => {
  'use strict';
  // How long the page must have been idle before a run that is not asked for is taken as known to Studio already.
  const idleMs = 100;
  // Fulfilled when all that was asked before is told.
  let told = Promise.resolve();
  const awaited = new Map();

  /** The answer to which runs a step had. */
  async function listed(answering) {
    const before = told;
    let end;
    told = new Promise(resolve => { end = resolve; });
    try {
      const answer = await answering;
      const last = answer.ok ? (await answer.clone().json()).items.at(-1)?.id : undefined;
      await before;
      tellLast(last).then(end);
      return answer;
    } catch (fault) {
      end();
      throw fault;
    }
  }

  /** The answer to how a run went. */
  async function detailed(id, answering) {
    const run = awaited.get(id);
    run?.ask();
    try {
      return await answering;
    } finally {
      run?.tell();
    }
  }

  /** Waits until Studio has been told of the run, or doesn't ask since it knows it. */
  async function tellLast(id) {
    if (id) {
      let isAsked = false;
      const isTold = new Promise(tell => awaited.set(id, { ask: () => { isAsked = true; }, tell }));
      await idle(() => isAsked);
      if (isAsked) {
        await isTold;
      }
      awaited.delete(id);
    }
    await idle(() => false);
  }

  async function idle(isEnough) {
    let before = performance.now();
    for (let spent = 0; spent < idleMs && !isEnough();) {
      await new Promise(resolve => requestIdleCallback(resolve, { timeout: 1000 }));
      const now = performance.now();
      // A longer stretch was mostly work.
      spent += Math.min(now - before, 50);
      before = now;
    }
  }

  window.designerRuns = { listed, detailed };
})();
