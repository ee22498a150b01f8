// Keys that work anywhere on a page, unless the person is typing or a dialog is open.
const typing = el => el && (el.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(el.tagName));
const opener = el => el && /^(BUTTON|A|SUMMARY)$/.test(el.tagName);

export function listenKeys(page, keys) {
  const wanted = new Set(keys);
  const handler = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || !wanted.has(event.key)) return;
    if (typing(event.target) || document.querySelector('.rz-dialog-wrapper, .rz-dialog-side')) return;
    if (event.key === 'Enter' && opener(event.target)) return;
    event.preventDefault();
    page.invokeMethodAsync('OnKeyAsync', event.key);
  };
  document.addEventListener('keydown', handler);
  return { stop: () => document.removeEventListener('keydown', handler) };
}

export function reveal(selector) {
  document.querySelector(selector)?.scrollIntoView({ block: 'nearest' });
}

export function focusOn(selector) {
  const el = document.querySelector(selector);
  if (!el) return;
  el.scrollIntoView({ block: 'center' });
  el.focus();
}

// "/" jumps to the search box from everywhere.
export function searchKey(selector) {
  const handler = event => {
    if (event.key !== '/' || typing(event.target)) return;
    const box = document.querySelector(selector);
    if (!box) return;
    event.preventDefault();
    box.focus();
    box.select();
  };
  document.addEventListener('keydown', handler);
  return { stop: () => document.removeEventListener('keydown', handler) };
}
