// Puts one of Studio's elements on the page and stands between it and the host: tells what Studio would pass over in silence.
(() => {
  'use strict';
  const place = document.getElementById('studio');
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);
  const api = location.origin + '/elsa/api';
  const definitionId = place.dataset.element === 'elsa-workflow-definition-editor' ? place.dataset.id : null;
  const isChinese = document.documentElement.lang === 'zh-CN';

  // Studio reads its language from here when it starts.
  localStorage.setItem('BlazorCulture', isChinese ? 'zh-CN' : 'en-US');

  const passOn = window.fetch.bind(window);

  // Studio reports only a 400 with errors; a save refused with any other status, or not answered at all, would look as if it had succeeded.
  const refusal = message => new Response(JSON.stringify({ status: 400, errors: { host: [message] } }), { status: 400, headers: { 'Content-Type': 'application/problem+json' } });

  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, document.baseURI);
    if (!url.href.startsWith(api + '/')) {
      return passOn(input, init);
    }
    const request = new Request(input, init);
    const path = url.pathname.slice('/elsa/api'.length);
    request.headers.set('X-Requested-With', 'designer');
    return request.method === 'POST' && path === '/workflow-definitions' ? window.designerSaves.send(request, save => pass(save, path)) : pass(request, path);
  };

  async function pass(request, path) {
    const isChange = request.method !== 'GET' && request.method !== 'HEAD';
    let answer;
    try {
      answer = await passOn(request);
    } catch (fault) {
      // What Studio took back itself, such as a page of a list it no longer wants, was not lost on the way.
      if (!isChange || isAsking(path) || request.signal.aborted) {
        throw fault;
      }
      return refused(request.method, path, null, [texts['designer.unreachable']]);
    }
    if (answer.ok && path === '/activity-executions/report') {
      answer.clone().json().then(report => window.designerCanvas?.stands(report.stats));
    }
    if (answer.status === 401) {
      sessionOver();
    }
    if (answer.ok && path === '/bulk-actions/cancel/workflow-instances') {
      // Studio's list says nothing of it, and shows no instance.
      answer.clone().json().then(done => window.designerRefusals.done(
        done.cancelledCount ? texts['designer.cancelled'].replace('{n}', done.cancelledCount) : texts['designer.cancelled.none']));
    }
    if (definitionId && isChange && answer.ok && path.startsWith('/workflow-definitions')) {
      window.designerChecks.soon();
    }
    return answer.ok || !isChange || isAsking(path) ? answer : refused(request.method, path, answer, await sentencesOf(answer.clone()));
  }

  // Asked by POST, changes nothing.
  const isAsking = path => /^\/(workflow-instances(\/[^/]+\/journal)?|activity-executions\/report|descriptors\/.*|scripting\/.*|tests\/activities|bulk-actions\/export\/.*)$/.test(path);

  /** What Studio gets for a refused change: a refusal where it shows one itself, else the page has told of it. */
  function refused(method, path, answer, sentences) {
    if (path.endsWith('/execute')) {
      // Studio says that the workflow can't be started, but not why.
      window.designerRefusals.show(sentences);
    }
    return !window.designerRefusals.isShownByStudio(method, path) ? window.designerRefusals.told(method, path, sentences, load)
      : answer?.status === 400 ? answer : refusal(sentences[0]);
  }

  async function load(path) {
    try {
      const answer = await passOn(api + path);
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  async function sentencesOf(answer) {
    try {
      const problem = await answer.json();
      const errors = Object.values(problem.errors ?? {}).flat().filter(each => typeof each === 'string');
      return errors.length ? errors : [problem.detail || problem.title || texts['designer.failed']];
    } catch {
      return [texts['designer.failed']];
    }
  }

  function sessionOver() {
    if (document.getElementById('dz-over')) {
      return;
    }
    const bar = document.createElement('div');
    bar.id = 'dz-over';
    bar.className = 'dz-over';
    bar.setAttribute('role', 'alert');
    const link = document.createElement('a');
    link.href = '/login?returnUrl=' + encodeURIComponent(location.pathname);
    link.target = '_blank';
    link.textContent = texts['designer.sign_in'];
    link.addEventListener('click', () => bar.remove());
    bar.append(texts['designer.session_over'] + ' ', link);
    document.body.append(bar);
  }

  // ---- Studio itself ----
  const open = {
    'elsa-workflow-definition-list': { editWorkflowDefinition: id => go('definitions', id, 'edit') },
    'elsa-workflow-definition-editor': {},
    'elsa-workflow-instance-list': { viewWorkflowInstance: id => go('instances', id, 'view') },
    'elsa-workflow-instance-viewer': { editWorkflowDefinition: id => go('definitions', id, 'edit') },
  };
  const ofId = { 'elsa-workflow-definition-editor': 'definition-id', 'elsa-workflow-instance-viewer': 'instance-id' };

  function go(kind, id, verb) {
    location.href = `/designer/workflows/${kind}/${encodeURIComponent(id)}/${verb}`;
  }

  async function start() {
    const tag = place.dataset.element;
    const provider = document.createElement('elsa-backend-provider');
    provider.setAttribute('remote-endpoint', api);
    const element = document.createElement(tag);
    if (ofId[tag]) {
      element.setAttribute(ofId[tag], place.dataset.id);
    }
    await customElements.whenDefined(tag);
    place.replaceChildren(provider, element);
    // Set any earlier they would become plain properties that nobody reads.
    Object.assign(element, open[tag]);
    if (ofId[tag]) {
      window.designerCanvas.open();
    }
  }

  start();
  if (isChinese && window.designerChinese) {
    window.designerChinese.watch(document.body);
  }
})();
