// Puts one of Studio's elements on the page and stands between it and the host: says who saves, tells what Studio would pass
// over in silence, and shows what the host's checks found.
(() => {
  'use strict';
  const place = document.getElementById('studio');
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);
  const api = location.origin + '/elsa/api';
  const definitionId = place.dataset.element === 'elsa-workflow-definition-editor' ? place.dataset.id : null;
  const isChinese = document.documentElement.lang === 'zh-CN';

  // Studio reads its language from here when it starts.
  localStorage.setItem('BlazorCulture', isChinese ? 'zh-CN' : 'en-US');

  const session = Array.from(crypto.getRandomValues(new Uint8Array(12)), b => b.toString(16).padStart(2, '0')).join('');
  let saves = 0;
  let steps = 0;
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
    const isChange = request.method !== 'GET' && request.method !== 'HEAD';
    const isSave = request.method === 'POST' && path === '/workflow-definitions';
    request.headers.set('X-Requested-With', 'designer');
    if (isSave) {
      request.headers.set('X-Designer-Session', session);
      request.headers.set('X-Designer-Sequence', String(++saves));
    }
    let answer;
    try {
      answer = await passOn(request);
    } catch (fault) {
      if (!isChange || fault.name === 'AbortError') {
        throw fault;
      }
      return refusal(texts['designer.unreachable']);
    }
    if (answer.status === 401) {
      sessionOver();
    }
    if (answer.ok && /^\/workflow-definitions\/by-(definition-)?id\//.test(path)) {
      steps = (await answer.clone().json()).root?.activities?.length ?? 0;
    }
    if (definitionId && isChange && answer.ok && path.startsWith('/workflow-definitions')) {
      checkSoon();
    }
    return answer.ok || answer.status === 400 || !isChange ? answer : refusal(await sentenceOf(answer));
  };

  async function sentenceOf(answer) {
    try {
      const problem = await answer.json();
      return problem.detail || problem.title || texts['designer.failed'];
    } catch {
      return texts['designer.failed'];
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

  // ---- What the host's checks say, beside Studio and on its canvas ----
  const button = document.getElementById('dz-check');
  const panel = document.getElementById('dz-checks');
  const marks = new CSSStyleSheet();
  let waiting = 0;

  function checkSoon() {
    clearTimeout(waiting);
    waiting = setTimeout(check, 250);
  }

  async function check() {
    const answer = await passOn('/api/v1/definitions/' + encodeURIComponent(definitionId) + '/check').catch(() => null);
    if (answer?.ok) {
      show(await answer.json());
    }
  }

  function show({ faults, warnings }) {
    const count = (key, n) => texts[key].replace('{n}', n);
    button.hidden = false;
    button.className = 'dz-btn ' + (faults.length ? 'bad' : warnings.length ? 'warn' : 'good');
    button.textContent = faults.length ? count('designer.checks.faults', faults.length)
      : warnings.length ? count('designer.checks.warnings', warnings.length) : texts['designer.checks.none'];
    const list = document.createElement('ul');
    const found = [...faults.map(each => [each, true]), ...warnings.map(each => [each, false])];
    for (const [each, isBad] of found) {
      const item = document.createElement('li');
      item.className = isBad ? 'bad' : '';
      const name = document.createElement('strong');
      name.textContent = each.activityName || each.activityId || '';
      const text = document.createElement('span');
      text.textContent = each.message;
      item.append(name, text);
      list.append(item);
    }
    panel.replaceChildren(list);
    panel.hidden = panel.hidden || found.length === 0;
    const rule = (ids, colour) => ids.length ? `${ids.map(id => `[data-cell-id="${CSS.escape(id)}"]`).join(',')} { filter: drop-shadow(0 0 1px ${colour}) drop-shadow(0 0 4px ${colour}); }` : '';
    const ids = all => [...new Set(all.map(each => each.activityId).filter(Boolean))];
    marks.replaceSync(rule(ids(warnings), '#d98b00') + rule(ids(faults), '#c62828'));
  }

  if (definitionId) {
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, marks];
    button.addEventListener('click', () => {
      panel.hidden = !panel.hidden;
      button.setAttribute('aria-expanded', String(!panel.hidden));
    });
    document.addEventListener('keydown', event => {
      if (event.key === 'Escape') {
        panel.hidden = true;
      }
    });
    check();
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
  }

  // Studio opens a workflow at the corner where its drawing begins to be measured, which shows a step or two of a large one. A
  // small one is left as it is: Studio would enlarge it.
  const large = 8;

  function showWhole() {
    const graph = place.querySelector('.x6-graph');
    if (!graph) {
      return false;
    }
    if (steps < large) {
      return true;
    }
    for (let around = graph.parentElement; around && around !== place; around = around.parentElement) {
      const fit = [...around.querySelectorAll('button.mud-icon-button')].find(each => !graph.contains(each));
      if (fit) {
        fit.click();
        return true;
      }
    }
    return false;
  }

  // Once the page has come to rest: asked for earlier, Studio fits what it has drawn so far.
  let resting = 0;
  const drawn = new MutationObserver(() => {
    clearTimeout(resting);
    resting = setTimeout(() => {
      if (showWhole()) {
        drawn.disconnect();
      }
    }, 800);
  });
  drawn.observe(place, { subtree: true, childList: true });

  start();
  if (isChinese && window.designerChinese) {
    window.designerChinese.watch(document.body);
  }
})();
