// Studio's saves: each is numbered, the page's head says what became of it, and an answer waits while somebody edits on.
(() => {
  'use strict';
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);
  const state = document.getElementById('dz-saved');
  const session = Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('');
  let count = 0;
  let last = null;

  /**
   * Sends one save.
   * @param request The whole workflow, as Studio posts it.
   * @param pass Sends it and gives the answer, or a refusal in its place.
   */
  async function send(request, pass) {
    request.headers.set('X-Designer-Session', session);
    request.headers.set('X-Designer-Sequence', String(++count));
    tell('saving', texts['designer.saving']);
    const save = { sentAt: performance.now(), answer: read(pass(request)) };
    last = save;
    save.answer.then(answer => told(save, answer), () => told(save, null));
    const { body, status, type } = await settled(save);
    return new Response(body, { status, headers: { 'Content-Type': type } });
  }

  // Kept whole, since more than one save may be answered with it.
  async function read(answering) {
    const answer = await answering;
    return { ok: answer.ok, status: answer.status, type: answer.headers.get('Content-Type') ?? 'application/json', body: await answer.blob() };
  }

  // ---- What is edited while a save is on its way ----
  // Studio takes the answer for the workflow as it is now, and so forgets what was changed after the save was sent. Therefore an
  // answer is handed over when nothing was touched since, or what was touched has been sent too: then it is the later save's answer.

  // Studio waits half a second for more changes, and its code editor half a second before it tells of one; then it reads the whole
  // drawing, which takes a slow machine seconds. So only the time counts in which the page had nothing to do.
  const quietMs = 1200;
  const typingMs = 600;
  // What one idle stretch may count: a longer one was mostly work.
  const idleMs = 50;
  let touchedAt = 0;
  let typedAt = 0;
  let isPressed = false;

  async function settled(save) {
    for (;;) {
      const answer = await save.answer;
      if (!answer.ok) {
        return answer;
      }
      if (save !== last) {
        return settled(last);
      }
      if (!isPressed && touchedSince(save.sentAt) === 0) {
        return answer;
      }
      if (await quiet(save) && save === last) {
        return answer;
      }
    }
  }

  const touchedSince = sentAt => Math.max(touchedAt > sentAt ? touchedAt : 0, typedAt > sentAt - typingMs ? typedAt : 0);

  /** Waits until the page has been idle long enough since the last touch; false when it was touched or something was sent meanwhile. */
  async function quiet(save) {
    const at = touchedSince(save.sentAt);
    let before = performance.now();
    for (let idle = 0; idle < quietMs;) {
      await new Promise(resolve => requestIdleCallback(resolve, { timeout: 1000 }));
      const now = performance.now();
      if (isPressed || save !== last || touchedSince(save.sentAt) !== at) {
        return false;
      }
      idle += Math.min(now - before, idleMs);
      before = now;
    }
    return true;
  }

  function touched(event) {
    if (!event.target?.closest?.('.dz-head, .dz-checks')) {
      touchedAt = performance.now();
      typedAt = event.target?.closest?.('.monaco-editor') ? touchedAt : typedAt;
    }
  }

  for (const kind of ['pointerdown', 'pointerup', 'keydown', 'input', 'change', 'drop']) {
    document.addEventListener(kind, touched, { capture: true, passive: true });
  }
  document.addEventListener('pointerdown', () => { isPressed = true; }, { capture: true, passive: true });
  for (const kind of ['pointerup', 'pointercancel', 'dragend', 'drop']) {
    document.addEventListener(kind, () => { isPressed = false; }, { capture: true, passive: true });
  }
  window.addEventListener('blur', () => { isPressed = false; });

  // ---- Whether what is on the canvas is stored ----
  // What became of an earlier save no longer matters: each one holds the whole workflow.
  async function told(save, answer) {
    if (save !== last) {
      return;
    }
    if (answer?.ok) {
      tell('saved', texts['designer.saved'].replace('{time}', new Date().toLocaleTimeString(document.documentElement.lang)));
    } else {
      const code = answer && await codeOf(answer);
      tell(code === 'publication.requested' ? 'requested' : 'refused', texts[outcomes[code] ?? 'designer.not_saved']);
    }
  }

  // Of a save that was to publish: a second person was asked, who has what was sent; or it has faults, and as a draft it was taken before.
  const outcomes = { 'publication.requested': 'designer.requested', 'definition.faulty': 'designer.not_published' };

  async function codeOf(answer) {
    try {
      return JSON.parse(await answer.body.text()).code;
    } catch {
      return null;
    }
  }

  function tell(name, text) {
    if (state) {
      state.dataset.state = name;
      state.textContent = text;
    }
  }

  window.designerSaves = { send };
})();
