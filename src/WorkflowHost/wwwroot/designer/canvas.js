// Studio's canvas: shows a large drawing whole when it opens, and brings a step that somebody looks for into sight.
(() => {
  'use strict';
  const place = document.getElementById('studio');
  const padding = 24;
  // Smaller than this nobody can read a step; larger than life nobody wants one.
  const scales = { minScale: 0.4, maxScale: 1 };
  // Somebody moved the drawing or asked for a step: from then on it stays where they have it.
  let isTouched = false;
  let tellDrawn;
  const drawn = new Promise(resolve => { tellDrawn = resolve; });
  // The same module Studio draws with, so what it exports knows Studio's drawings.
  const studio = () => import(new URL('_content/Elsa.Studio.Workflows.Designer/designer.entry.js', document.baseURI).href);

  async function graph() {
    const canvas = place.querySelector('.x6-graph');
    return canvas && (await studio()).graphBindings[canvas.id]?.graph;
  }

  const labelOf = node => {
    const activity = node.getData() ?? {};
    return activity.name || activity.metadata?.displayText || document.getElementById('activity-' + node.id)?.textContent.trim() || activity.type || '';
  };

  /** The steps drawn now, as people call them. */
  async function steps() {
    return ((await graph())?.getNodes() ?? []).map(node => ({ id: node.id, label: labelOf(node) }));
  }

  /** Selects a step, as a click on it does, and moves the canvas until it stands in the middle. */
  async function show(id) {
    const drawing = await graph();
    const node = drawing?.getCellById(id);
    if (!node) {
      return false;
    }
    isTouched = true;
    drawing.zoomTo(Math.max(drawing.zoom(), 0.8));
    drawing.resetSelection(node);
    drawing.centerCell(node);
    return true;
  }

  // A link may name a step (#step=id), as findings and changes on the page of an SOP do. Read before Studio touches the address.
  const named = decodeURIComponent(/^#step=(.+)$/.exec(location.hash)?.[1] ?? '');

  // ---- The first look ----
  // Studio opens a drawing at its own size around its middle, which shows a few steps of a large one.
  for (const kind of ['pointerdown', 'wheel', 'keydown']) {
    place.addEventListener(kind, () => { isTouched = true; }, { capture: true, passive: true, once: true });
  }

  // A step that is another workflow opens that workflow, beside the one somebody is at.
  const open = ({ node }) => {
    const id = node.getData()?.workflowDefinitionId;
    if (typeof id === 'string' && id) {
      window.open(`/designer/workflows/definitions/${encodeURIComponent(id)}/edit`, '_blank', 'noopener');
    }
  };

  const isRendered = drawing => {
    const nodes = drawing.getNodes();
    return nodes.length > 0 && place.querySelectorAll('.x6-node .elsa-activity').length >= nodes.length;
  };

  async function showWhole() {
    const drawing = isTouched ? null : await graph();
    if (!isTouched && !(drawing && isRendered(drawing))) {
      requestAnimationFrame(showWhole);
      return;
    }
    if (drawing && !isTouched && !(named && await show(named))) {
      drawing.zoomToFit({ padding, ...scales, useCellGeometry: true });
      if (drawing.zoom() <= scales.minScale) {
        // It does not fit: begin where it begins.
        const first = drawing.getNodes().reduce((one, other) => other.getPosition().x < one.getPosition().x ? other : one);
        drawing.positionCell(first, 'left');
        drawing.translateBy(2 * padding, 0);
      }
    }
    (drawing ?? await graph())?.on('node:dblclick', open);
    place.dataset.drawn = 'true';
    tellDrawn();
  }

  // ---- Where a case stands ----
  let stood = null;
  let isKept = false;

  /** Brings the step in sight that a running workflow came to last, as long as nobody moved the drawing. Steps come in the order they began. */
  async function stands(stats) {
    const last = stats.findLast(each => each.isBlocked || each.isFaulted);
    if (isTouched || !last || last.activityId === stood) {
      return;
    }
    stood = last.activityId;
    await drawn;
    keep(await graph());
  }

  // Studio moves a drawing by itself whenever the panes around it get their size, on a slow machine seconds later.
  function keep(drawing) {
    let isMoving = false;
    const put = () => {
      const node = isTouched || isMoving ? null : drawing.getCellById(stood);
      if (node) {
        isMoving = true;
        drawing.zoomTo(0.8);
        drawing.centerCell(node);
        isMoving = false;
      }
    };
    if (!isKept) {
      isKept = true;
      drawing.on('translate', put);
      drawing.on('scale', put);
      drawing.on('resize', put);
    }
    put();
  }

  // ---- What outcomes are called ----
  // Studio writes the code of a task's outcome beside its port; people know it by the label that the task's form gives it.
  const outcomes = JSON.parse(document.getElementById('dz-outcomes').textContent);
  let naming = 0;

  async function nameOutcomes() {
    for (const node of (await graph())?.getNodes() ?? []) {
      const activity = node.getData();
      // Steps without a form, or whose form has not been chosen yet, have the outcome of every other step. What people call a case of their own stays.
      const names = outcomes[activity?.form?.expression?.value] ?? (activity?.type?.startsWith('Sop.') ? outcomes[''] : null);
      for (const port of names ? place.querySelectorAll(`.x6-node[data-cell-id="${CSS.escape(node.id)}"] .x6-port`) : []) {
        const text = document.createTreeWalker(port.querySelector('.x6-port-label') ?? port, NodeFilter.SHOW_TEXT).nextNode();
        const name = names[port.querySelector('[port]')?.getAttribute('port')];
        // Only if it differs, or each writing would be a change to look at again.
        if (text && name && text.data !== name) {
          text.data = name;
        }
      }
    }
  }

  new MutationObserver(() => {
    clearTimeout(naming);
    naming = setTimeout(nameOutcomes, 50);
  }).observe(place, { subtree: true, childList: true, characterData: true });

  // ---- Looking for a step ----
  const field = document.getElementById('dz-find');
  const names = document.getElementById('dz-steps');

  async function offer() {
    const options = (await steps()).map(step => Object.assign(document.createElement('option'), { value: step.label }));
    names.replaceChildren(...options);
  }

  async function find() {
    const wanted = field.value.trim().toLowerCase();
    if (!wanted) {
      return;
    }
    const all = await steps();
    const found = all.find(step => step.label.toLowerCase() === wanted) ?? all.find(step => step.label.toLowerCase().includes(wanted));
    field.setCustomValidity(found && await show(found.id) ? '' : field.dataset.none);
    field.reportValidity();
  }

  if (field) {
    field.addEventListener('focus', offer);
    field.addEventListener('change', find);
    field.addEventListener('input', () => field.setCustomValidity(''));
  }

  window.designerCanvas = { open: () => requestAnimationFrame(showWhole), show, stands };
})();
