#!/usr/bin/env bash
# odfdo 3.27.3: a comment, its author and its day stand within the sentence that it is put on.
# Guess: the text of a paragraph is what is printed of it; a comment is asked for by get_annotations().
# Came:  inner_text, text_recursive and str() all read "They metCheck this", a new line, the author, a blank, the day of the comment with
#        its hour, " on 9 September 2019.": the words of the letter are parted, and there are two dates in them.
# Meets: whoever draws dates or words from drafts in .odt that an editor has commented: the day of the comment is a day of the event.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/env"
"$work/env/bin/pip" install -qqq --disable-pip-version-check odfdo==3.27.3
PYTHONWARNINGS=ignore "$work/env/bin/python" - <<'PY'
from datetime import datetime

from odfdo import Paragraph

paragraph = Paragraph("They met on 9 September 2019.")
paragraph.insert_annotation(after="met", body="Check this", creator="Editor", date=datetime(2026, 11, 2, 10))
read = {"inner_text": paragraph.inner_text, "text_recursive": paragraph.text_recursive, "str": str(paragraph).strip()}
print("odfdo 3.27.3", read)
assert [note.note_body for note in paragraph.get_annotations()] == ["Check this"]
assert len(set(read.values())) == 1 and read["str"].startswith("They metCheck this\nEditor 2026-11-02") and read["str"].endswith(" on 9 September 2019.")
PY
