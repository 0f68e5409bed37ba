"""The pages' JavaScript: its modules in one script, and run where no browser is.

What a page draws before its script runs is drawn by that script's own modules, in QuickJS: there
is one rule for where a mark or a name stands, and it is in `assets/js`.
"""

from __future__ import annotations

import functools
import json
import re
from typing import Any

import quickjs
from markupsafe import Markup

from chronotope.web.offline import asset_text, inline_code

_IMPORT = re.compile(r'^import \{([^}]*)\} from "\./(\w+)\.js";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:const|function|class) (\w+))", re.MULTILINE)
_COMMENT = re.compile(r"^\s*(?://[^\n]*\n|/\*\*(?:(?!\*/).)*\*/[ \t]*\n)", re.MULTILINE | re.DOTALL)
_INDENT = re.compile(r"^\s+", re.MULTILINE)
_CAST = re.compile(r"/\*\* @\w+ (?:(?!\*/).)*\*/ ?", re.DOTALL)


@functools.cache
def bundle(name: str) -> str:
    """Return a module and all that it imports as one script, each module in a scope of its own.

    Parameters
    ----------
    name
        A file of `assets/js`, without its ending.

    Returns
    -------
    str
        JavaScript that declares one constant for each module, `$` and its name.
    """
    order: list[str] = []

    def visit(module: str) -> None:
        if module in order:
            return
        for _, other in _IMPORT.findall(_source(module)):
            visit(other)
        order.append(module)

    visit(name)
    return "\n".join(_scope(module) for module in order)


def page_script(name: str) -> Markup:
    """Return the script of a page, as it stands in it."""
    return inline_code(f'(() => {{"use strict";\n{bundle(name)}\n}})();')


@functools.cache
def _source(name: str) -> str:
    return asset_text(f"js/{name}.js")


def slim(body: str) -> str:
    """Return a script without what is for those who read the source: comments, indentation."""
    return _INDENT.sub("", _CAST.sub("", _COMMENT.sub("", _COMMENT.sub("", body))))


def _scope(name: str) -> str:
    body = _IMPORT.sub(lambda hit: f"const {{{hit[1]}}} = ${hit[2]};\n", _source(name))
    body = slim(body)
    names = ", ".join(_EXPORT.findall(body))
    return f"const ${name} = (() => {{\n{_EXPORT.sub('', body)}return {{ {names} }};\n}})();"


def draw_stills(model: str, views: list[dict[str, Any]]) -> list[str]:
    """Return drawings of a page's data, as its script would draw them.

    Parameters
    ----------
    model
        The data of the page (`model.pack`) as JSON.
    views
        Each with `kind` (map or chronology), `lang`, `width`, a map's `height` and `frame`, and
        what else `drawMap` and `drawChronology` read.

    Returns
    -------
    list of str
        SVG in the order of the views; all text in it is escaped.
    """
    context = quickjs.Context()
    context.eval(bundle("stills"))
    context.set("model", model)
    context.set("views", json.dumps(views))
    drawn: list[str] = json.loads(context.eval("$stills.drawStills(model, views)"))
    return drawn
