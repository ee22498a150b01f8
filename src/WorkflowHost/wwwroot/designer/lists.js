// Studio's lists: how many rows they show is kept, and what their menus say is what they do.
(() => {
  'use strict';
  const texts = JSON.parse(document.getElementById('dz-texts').textContent);
  const kept = 'designer.rows';
  // Ten, as Studio begins, is fewer than the SOPs of one pack.
  const rows = '25';

  // Studio keeps the number of rows in the address alone: every other way back to a list would begin with ten again. It reads the
  // address when it starts, so this stands before.
  const query = new URLSearchParams(location.search);
  if (!query.has('pageSize')) {
    query.set('pageSize', localStorage.getItem(kept) ?? rows);
    history.replaceState(history.state, '', `${location.pathname}?${query}`);
  }
  window.addEventListener('pagehide', () => {
    const chosen = new URLSearchParams(location.search).get('pageSize');
    if (chosen) {
      localStorage.setItem(kept, chosen);
    }
  });

  // In the list of workflows "Cancel" stands for cancelling every instance that runs, beside "Delete" and "Publish".
  if (document.getElementById('studio').dataset.element === 'elsa-workflow-definition-list') {
    const name = () => {
      for (const item of document.querySelectorAll('.mud-popover .mud-menu-item')) {
        const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const text = walker.currentNode;
          if (/^\s*(Cancel|取消)\s*$/.test(text.data)) {
            // Its words, never the node: that is Blazor's, which would go on writing into one taken from the page.
            text.data = texts['designer.cancel_running'];
          }
        }
      }
    };
    new MutationObserver(name).observe(document.body, { subtree: true, childList: true, characterData: true });
  }
})();
