// What the host's checks say of the workflow being edited: counted in the page's head, listed beneath it, marked at the steps.
(() => {
  'use strict';
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);
  const place = document.getElementById('studio');
  const button = document.getElementById('dz-check');
  const panel = document.getElementById('dz-checks');
  const marks = new CSSStyleSheet();
  let waiting = 0;

  function soon() {
    clearTimeout(waiting);
    waiting = setTimeout(check, 250);
  }

  async function check() {
    const answer = await fetch('/api/v1/definitions/' + encodeURIComponent(place.dataset.id) + '/check').catch(() => null);
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
    list.append(...faults.map(each => item(each, 'bad')), ...warnings.map(each => item(each, '')));
    panel.replaceChildren(list);
    panel.hidden = panel.hidden || list.childElementCount === 0;
    const rule = (ids, colour) => ids.length ? `${ids.map(id => `.x6-node[data-cell-id="${CSS.escape(id)}"]`).join(',')} { filter: drop-shadow(0 0 1px ${colour}) drop-shadow(0 0 4px ${colour}); }` : '';
    const ids = all => [...new Set(all.map(each => each.activityId).filter(Boolean))];
    marks.replaceSync(rule(ids(warnings), '#d98b00') + rule(ids(faults), '#c62828'));
  }

  function item(found, kind) {
    const line = document.createElement('li');
    line.className = kind;
    const name = document.createElement(found.activityId ? 'button' : 'strong');
    name.textContent = found.activityName || found.activityId || '';
    if (found.activityId) {
      name.type = 'button';
      name.addEventListener('click', () => window.designerCanvas.show(found.activityId));
    }
    const text = document.createElement('span');
    text.textContent = found.message;
    line.append(name, text);
    return line;
  }

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
  window.designerChecks = { soon };
  check();
})();
