namespace WorkflowHost.Browser.Designer;

/// <summary>What is still English on a page of Studio that a Chinese reader has open.</summary>
internal static class StudioTexts
{
    // Names that are the same in every language, and ids, code and what people typed themselves.
    private const string English = """
        () => {
          const same = new Set(['HTTP', 'JavaScript', 'Liquid', 'JSON', 'SOP', 'JAVASCRIPT', 'LIQUID', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']);
          const theirs = '.monaco-editor, [data-cell-id], textarea, script, style, .dz-head, .dz-checks, .mud-chip';
          const found = new Set();
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const text = walker.currentNode.data.trim();
            const element = walker.currentNode.parentElement;
            if (!/[A-Za-z]{3}/.test(text) || /[\u4e00-\u9fff_:.\/{}]/.test(text) || /\d/.test(text) || same.has(text) || element.closest(theirs) || !element.checkVisibility()) {
              continue;
            }
            const cell = element.closest('tbody td');
            if (cell && (cell.closest('table').tHead || cell.cellIndex > 0)) {
              continue;
            }
            found.add(text);
          }
          for (const field of document.querySelectorAll('.mud-select input[readonly]')) {
            if (/^[A-Z][a-z]{2}/.test(field.value) && field.checkVisibility()) {
              found.add(field.value);
            }
          }
          return [...found];
        }
        """;

    public static Task<string[]> EnglishAsync(Screen screen) => screen.Page.EvaluateAsync<string[]>(English);
}
