// What Studio does not survive: it shows the refusal of a save or an import, but any other refused action (publishing from a list, deleting,
// bulk actions) ends its page without a word. So the host's page says what was refused and why, and Studio is answered that nothing was done.
(() => {
  'use strict';
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);

  const json = body => new Response(JSON.stringify(body), { status: 200, headers: { 'Content-Type': 'application/json' } });
  const empty = () => new Response(null, { status: 204 });

  /** Studio shows these itself, from a 400 with errors. */
  const isShownByStudio = (method, path) => method === 'POST' && (path === '/workflow-definitions' || path.endsWith('/import') || path.endsWith('/execute'));

  // Of each action an answer that says it did nothing. One that Studio takes for the definition as it now is must be the stored one.
  async function nothingDone(method, path, load) {
    const [, definitionId] = /^\/workflow-definitions\/([^/]+)\/(?:publish|retract|revert)/.exec(path) ?? [];
    if (path.startsWith('/bulk-actions/publish/')) {
      return json({ published: [], alreadyPublished: [], notFound: [], updatedConsumers: [] });
    }
    if (path.startsWith('/bulk-actions/retract/')) {
      return json({ retracted: [], alreadyRetracted: [], notFound: [] });
    }
    if (definitionId) {
      const stored = await load(`/workflow-definitions/by-definition-id/${definitionId}?versionOptions=Latest`);
      if (!stored) {
        return reloaded();
      }
      return json(path.endsWith('/publish') ? { workflowDefinition: stored, alreadyPublished: false, consumingWorkflowCount: 0, validationErrors: [] } : stored);
    }
    return method === 'DELETE' || path.startsWith('/cancel/') ? empty() : json({ deleted: 0, cancelledCount: 0, retriedCount: 0 });
  }

  /** It is there no more, or can't be had: nothing true is left to answer. Studio waits until the page is read anew. */
  function reloaded() {
    document.querySelector('#dz-refused button')?.addEventListener('click', () => location.reload());
    return new Promise(() => {});
  }

  /**
   * Tells of a refused action, and gives the answer Studio gets in place of the refusal.
   * @param sentences Why it was refused, one or more.
   * @param load Reads something of the API and gives its JSON; null where it is not to be had.
   */
  async function told(method, path, sentences, load) {
    show(sentences);
    return nothingDone(method, path, load);
  }

  function show(sentences) {
    tell('dz-refused', 'alert', texts['designer.refused'], sentences);
    // Studio takes the answer for a success and says so; as long as this stands here, that is not shown.
    document.body.classList.add('dz-is-refused');
  }

  /** Says what an action did that Studio itself says nothing of. */
  function done(sentence) {
    tell('dz-refused done', 'status', texts['designer.done'], [sentence]);
  }

  function tell(look, role, heading, sentences) {
    document.getElementById('dz-refused')?.remove();
    const box = document.createElement('div');
    box.id = 'dz-refused';
    box.className = look;
    box.setAttribute('role', role);
    const title = document.createElement('strong');
    title.textContent = heading;
    const list = document.createElement('ul');
    list.append(...sentences.map(sentence => Object.assign(document.createElement('li'), { textContent: sentence })));
    const close = Object.assign(document.createElement('button'), { type: 'button', className: 'dz-btn', textContent: texts['designer.close'] });
    const hide = () => {
      box.remove();
      document.body.classList.remove('dz-is-refused');
    };
    close.addEventListener('click', hide);
    box.append(title, list, close);
    document.body.append(box);
    close.focus({ preventScroll: true });
  }

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape') {
      document.querySelector('#dz-refused button')?.click();
    }
  });

  window.designerRefusals = { isShownByStudio, told, show, done };
})();
