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
  (el.matches('input, select, textarea, button, [tabindex]') ? el : el.querySelector('input, select, textarea, button') ?? el).focus({ preventScroll: true });
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

// A letter is printed alone, on paper's own terms: no navigation, no colours.
export function printOnly(selector) {
  const source = document.querySelector(selector);
  if (!source) return;
  const frame = document.createElement('iframe');
  frame.style.cssText = 'position:fixed;width:0;height:0;border:0';
  document.body.append(frame);
  const page = frame.contentDocument;
  page.body.style.cssText = 'margin:22mm 20mm;font:12pt/1.9 "SimSun","Noto Serif CJK SC",serif;white-space:pre-wrap;color:#000';
  page.body.innerHTML = source.innerHTML;
  page.title = document.title;
  frame.contentWindow.addEventListener('afterprint', () => frame.remove());
  frame.contentWindow.print();
}
