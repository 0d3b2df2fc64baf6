// What makes the editor handier; everything works without it.
"use strict";
(() => {
  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard && location.search) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(location.href);
      copy.textContent = copy.dataset.done;
    });
  }
  const editor = document.getElementById("query");
  if (!(editor instanceof HTMLTextAreaElement)) return;
  const form = editor.form;
  const place = document.getElementById("place");

  const show = () => {
    const before = editor.value.slice(0, editor.selectionStart).split("\n");
    place.textContent = `${before.length}:${[...before[before.length - 1]].length + 1}`;
  };
  for (const event of ["keyup", "click", "input", "focus"]) editor.addEventListener(event, show);

  editor.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      form.requestSubmit();
    } else if (!event.shiftKey && !event.altKey) {
      // A new line begins where the last one did, deeper after a brace.
      const before = editor.value.slice(0, editor.selectionStart).split("\n").pop();
      const indent = before.match(/^[ \t]*/)[0] + (/\{\s*$/.test(before) ? "  " : "");
      if (indent) {
        event.preventDefault();
        editor.setRangeText(`\n${indent}`, editor.selectionStart, editor.selectionEnd, "end");
        show();
      }
    }
  });

  // An address has a limit that a body has not.
  form.addEventListener("submit", () => {
    form.method = encodeURIComponent(editor.value).length > 30000 ? "post" : "get";
  });

  const line = Number(editor.dataset.line || 0);
  if (line) {
    const lines = editor.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    const column = [...(lines[line - 1] || "")].slice(0, Number(editor.dataset.column) - 1).join("");
    editor.focus();
    editor.setSelectionRange(start + column.length, start + column.length);
    show();
  }
})();
