#!/usr/bin/env bash
# markdownify 1.2.3 and markitdown 0.1.9, which is built on it: a paragraph that begins with a day becomes a list.
# Guess: signs that mean something in Markdown are escaped: "9. September 2019" is written "9\. September 2019", as
#        markdownify writes a\_b, and as html2text 2025.4.15 and html-to-markdown 3.21.2 write it.
# Came:  it is not: the German day and "1917. It began" are items of a list to whatever reads them, and Python-Markdown
#        3.10.2 counts them anew, so 9 September is 1 September and 1917 is 2. escape_misc=True escapes the dot.
# Meets: whoever turns pages into text for notes or a language model: German dates, "12. meeting", years at the start of a line.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check markdownify==1.2.3 markitdown==0.1.9 html2text==2025.4.15 html-to-markdown==3.21.2 Markdown==3.10.2
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
import io
import re

import html2text
import html_to_markdown
import markdown
import markdownify
import markitdown

PAGE = "<p>9. September 2019: Treffen in Minsk.</p><p>1917. It began.</p><p>a_b</p>"
plain = markdownify.markdownify(PAGE)
marked = markitdown.MarkItDown().convert_stream(io.BytesIO(PAGE.encode()), file_extension=".html").markdown
shown = markdown.markdown(plain)
print(repr(plain), repr(shown))
assert plain.split() == marked.split() == ["9.", "September", "2019:", "Treffen", "in", "Minsk.", "1917.", "It", "began.", "a\\_b"]
assert "<ol>" in shown and not re.search(r"\b9\b|1917", shown)
others = [markdownify.markdownify(PAGE, escape_misc=True), html2text.html2text(PAGE), html_to_markdown.convert(PAGE)]
for one in [getattr(text, "content", text) for text in others]:
    assert "9\\. September" in one and "1917\\. It" in one
PY
