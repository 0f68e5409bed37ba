"""Labels measured where a reader sees them: the rendered SVG in a real Chromium."""

import pytest
from figure_set import list_cases, rendered
from verdicts import Rules

from chronotope.draw.style import PAGE_BRIEF, get_profile

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# A fifth of a millimetre over the edge is nothing: no letter fills the whole of its room.
ROUNDING = 0.6

# The box of a text as a browser gives it is its line's, rounded to whole units; letters reach from
# where the first begins to where the last ends, and from the height of capitals to a descender.
MEASURE = """
() => {
  const svg = document.querySelector('svg');
  const page = svg.getBoundingClientRect();
  const scale = page.width / svg.viewBox.baseVal.width;
  const place = (node, x0, y0, x1, y1) => {
    const m = node.getScreenCTM();
    return [m.a * x0 + m.e - page.left, m.d * y0 + m.f - page.top,
      m.a * x1 + m.e - page.left, m.d * y1 + m.f - page.top].map((n) => n / scale);
  };
  const box = (node) => {
    const b = node.getBBox();
    return place(node, b.x, b.y, b.x + b.width, b.y + b.height);
  };
  const ink = (node) => {
    const size = parseFloat(getComputedStyle(node).fontSize), last = node.getNumberOfChars() - 1;
    const ends = [0, last].flatMap((i) => [node.getStartPositionOfChar(i),
      node.getEndPositionOfChar(i)]);
    const xs = ends.map((end) => end.x), ys = ends.map((end) => end.y);
    return place(node, Math.min(...xs), Math.min(...ys) - 0.74 * size,
      Math.max(...xs), Math.max(...ys) + 0.2 * size);
  };
  const size = (node) => parseFloat(getComputedStyle(node).fontSize) *
    node.getScreenCTM().d / scale;
  const texts = [...svg.querySelectorAll('text')]
    .filter((node) => node.textContent.trim())
    .map((node) => ({text: node.textContent, ink: ink(node), size: size(node),
      family: getComputedStyle(node).fontFamily, turn: node.getScreenCTM().b,
      shown: getComputedStyle(node).visibility === 'visible' && node.getClientRects().length > 0}));
  const marks = [...svg.querySelectorAll(
      '[class*="mark-symbol"] path, [id*="-venue-"] path, [id*="-site-"] path')]
    .filter((node) => !node.closest('defs'))
    .map((node) => ({name: node.getAttribute('aria-label') || node.closest('[id]').id,
      box: box(node)}));
  const height = svg.viewBox.baseVal.height;
  return {texts, marks, width: svg.viewBox.baseVal.width, height,
    fonts: [...document.fonts].map((face) => face.family + ' ' + face.status)};
}
"""


every_picture = Rules()


@pytest.fixture(scope="module")
def verdicts(browser):
    """Every case measured in one page of one browser."""
    # Small text is laid out to whole pixels: four of them to a unit leave a tenth of a unit.
    context = browser.new_context(
        offline=True, viewport={"width": 1100, "height": 1400}, device_scale_factor=4
    )
    page = context.new_page()

    def measure(case):
        page.set_content(f"<!DOCTYPE html><body style='margin:0'>{rendered(case)}</body>")
        # Fonts are asked for when the page is laid out, and only then waited for.
        page.evaluate("() => document.body.offsetWidth && document.fonts.ready")
        return page.evaluate(MEASURE)

    found = every_picture.judge({"-".join(case): case for case in list_cases()}, measure)
    context.close()
    return found


def overlap(a, b):
    """Return the smaller side of what two boxes share; 0 if they are apart."""
    return max(0.0, min(min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])))


def touches_mark(text, mark):
    """Return whether letters lie on a mark, all marks being as round as their box.

    Letters that stand in a mark, such as a number in its disc, do not count.
    """
    if all(t > m - 0.3 for t, m in zip(text[:2], mark[:2], strict=True)) and all(
        t < m + 0.3 for t, m in zip(text[2:], mark[2:], strict=True)
    ):
        return False
    middle = (mark[0] + mark[2]) / 2, (mark[1] + mark[3]) / 2
    radius = max(mark[2] - mark[0], 0.1) / 2, max(mark[3] - mark[1], 0.1) / 2
    near = [min(max(middle[i], text[i]), text[i + 2]) for i in (0, 1)]
    return sum(((near[i] - middle[i]) / (radius[i] + 1e-9)) ** 2 for i in (0, 1)) < 0.85


def find_overlaps(texts):
    boxes = [(text["text"], text["ink"]) for text in texts]
    return [
        (a, b)
        for i, (a, first) in enumerate(boxes)
        for b, second in boxes[i + 1 :]
        if overlap(first, second) > 0.4
    ]


@every_picture
def test_no_two_labels_overlap(picture, _case):
    texts = picture["texts"]
    assert len(texts) > 15
    assert find_overlaps(texts) == []


@every_picture
def test_no_label_is_cut_by_the_edge_of_the_page(picture, _case):
    width, height = picture["width"], picture["height"]
    cut = [
        text["text"]
        for text in picture["texts"]
        if min(text["ink"][:2]) < -ROUNDING
        or text["ink"][2] > width + ROUNDING
        or text["ink"][3] > height
    ]
    assert cut == []


@every_picture
def test_no_label_sits_on_a_mark(picture, _case):
    marks = picture["marks"]
    on = [
        (text["text"], mark["name"])
        for text in picture["texts"]
        for mark in marks
        if touches_mark(text["ink"], mark["box"])
    ]
    assert on == []


@every_picture
def test_no_label_is_below_the_least_size_of_its_profile(picture, case):
    least = PAGE_BRIEF.small if case[0] == "brief" else get_profile(case[1]).small
    sizes = {round(text["size"], 2) for text in picture["texts"]}
    assert min(sizes) >= least - 0.02
    assert len(sizes) <= 3


@every_picture
def test_every_label_is_horizontal_and_in_the_suites_font(picture, _case):
    texts = picture["texts"]
    assert [text["text"] for text in texts if abs(text["turn"]) > 1e-6] == []
    assert {text["family"].strip('"') for text in texts} == {"Roboto"}
    assert [text["text"] for text in texts if not text["shown"]] == []
    faces = picture["fonts"]
    assert faces and all(face.endswith("loaded") for face in faces)


def test_an_overlap_would_be_found():
    texts = [
        {"text": "Geneva", "ink": [10, 12, 50, 21]},
        {"text": "Ghent", "ink": [45, 14, 80, 23]},
    ]
    assert find_overlaps(texts) == [("Geneva", "Ghent")]
    assert touches_mark(texts[0]["ink"], [0, 0, 20, 30])
    assert not touches_mark([3, 3, 7, 7], [0, 0, 10, 10])
    assert not touches_mark([8.8, 8.8, 20, 14], [0, 0, 10, 10])
