// The SPARQL editor: takes the place of the textarea, which stays in the form and is what is sent.

import {
  acceptCompletion, autocompletion, bracketMatching, closeBrackets, closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection,
  EditorView, highlightActiveLine, highlightActiveLineGutter, HighlightStyle, history, historyKeymap, indentUnit, keymap, lineNumbers,
  lintKeymap, setDiagnostics, sparql, syntaxHighlighting, tags,
} from "../vendor/codemirror.js";
import { completions, declaration } from "./editor-completion.js";

const COLOURS = HighlightStyle.define([
  { tag: tags.keyword, class: "s-keyword" },
  { tag: tags.string, class: "s-string" },
  { tag: tags.variableName, class: "s-variable" },
  { tag: [tags.namespace, tags.url, tags.typeName], class: "s-name" },
  { tag: [tags.integer, tags.float, tags.bool, tags.annotation], class: "s-literal" },
  { tag: tags.comment, class: "s-comment" },
]);

function attach(form) {
  const area = form.querySelector("textarea");
  const label = form.querySelector(`label[for="${area.id}"]`);
  let words = null;
  let asked = false;

  async function learn() {
    if (asked) return;
    asked = true;
    try {
      const answer = await fetch(form.dataset.src, { headers: { accept: "application/json" } });
      if (answer.ok) words = await answer.json();
    } catch {
      asked = false; // the next time that somebody comes to the editor
    }
  }

  const run = () => {
    form.requestSubmit();
    return true;
  };
  const view = new EditorView({
    doc: area.value,
    parent: area.parentElement,
    extensions: [
      lineNumbers(),
      highlightActiveLineGutter(),
      highlightActiveLine(),
      history(),
      drawSelection(),
      indentUnit.of("  "),
      bracketMatching(),
      closeBrackets(),
      sparql(),
      syntaxHighlighting(COLOURS),
      autocompletion({ override: [completions(() => words)], icons: false }),
      keymap.of([
        { key: "Mod-Enter", run },
        { key: "Ctrl-Enter", run },
        { key: "Tab", run: acceptCompletion }, // while suggestions are open; else it leaves the editor as everywhere
        ...closeBracketsKeymap,
        ...completionKeymap,
        ...defaultKeymap,
        ...historyKeymap,
        ...lintKeymap,
      ]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({
        "aria-labelledby": label.id,
        "aria-describedby": area.getAttribute("aria-describedby"),
        spellcheck: "false",
        tabindex: "0",
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) area.value = update.state.doc.toString();
        if (update.focusChanged && update.view.hasFocus) learn();
      }),
    ],
  });
  area.hidden = true;
  label.addEventListener("click", (event) => {
    event.preventDefault();
    view.focus();
  });
  for (const keys of form.querySelectorAll(".keys")) keys.hidden = false;
  const problem = document.querySelector(".problem[data-line]");
  if (problem) mark(view, problem, () => learn().then(() => words));
}

// Marks the mistake where the service found it: its line and column count from 1, columns in characters.
function mark(view, problem, learned) {
  const { doc } = view.state;
  const number = Number(problem.dataset.line);
  if (number < 1 || number > doc.lines) return;
  const line = doc.line(number);
  const before = [...line.text].slice(0, Number(problem.dataset.column ?? 1) - 1).join("");
  const from = Math.min(line.from + before.length, line.to);
  const to = from + (/^[?$@]?[\w:.-]+|^\S/.exec(line.text.slice(from - line.from))?.[0].length ?? 0);
  const prefix = /the prefix '([^']+):' is not declared/.exec(problem.textContent)?.[1];
  const actions = prefix ? [{ name: `Declare ${prefix}:`, apply: () => declare(view, prefix, learned) }] : [];
  view.dispatch(setDiagnostics(view.state, [{ from, to, severity: "error", message: problem.textContent.trim(), actions }]));
  const show = document.createElement("button");
  show.type = "button";
  show.textContent = "Show in the query";
  show.addEventListener("click", () => {
    view.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true });
    view.focus();
    view.dom.scrollIntoView({ block: "nearest" });
  });
  problem.append(show);
}

async function declare(view, prefix, learned) {
  const namespace = (await learned())?.prefixes[prefix];
  if (!namespace) return;
  view.dispatch({ changes: declaration(view.state.doc.toString(), prefix, namespace) });
  view.dispatch(setDiagnostics(view.state, []));
}

for (const form of document.querySelectorAll("form[data-editor]")) attach(form);
