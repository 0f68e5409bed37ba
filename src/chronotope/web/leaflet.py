"""Folium's map inside a page of its own, with Leaflet in it; Folium is needed by nothing else."""

from __future__ import annotations

import copy
import hashlib
import html
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from markupsafe import Markup

from chronotope.web import offline
from chronotope.web.layer_ground import OPACITY, LayerGround
from chronotope.web.script import bundle, slim
from chronotope.web.theme import theme
from chronotope.world.sphere import wrap

_CSS_URL = re.compile(r"url\((?!#|[\"']?data:)[^)]*\)")


def leaflet_script() -> Markup:
    """Return Leaflet, from the installed package XStatic-Leaflet."""
    return offline.inline_code(offline.package_text("xstatic.pkg.leaflet", "data", "leaflet.js"))


def leaflet_style() -> Markup:
    """Return Leaflet's style sheet; its pictures, which no layer of ours uses, are left out."""
    text = offline.package_text("xstatic.pkg.leaflet", "data", "leaflet.css")
    return offline.inline_code(_CSS_URL.sub("none", text))


def jquery_script() -> Markup:
    """Return jQuery, which folium's own popups need, from the package XStatic-jQuery."""
    return offline.inline_code(
        offline.package_text("xstatic.pkg.jquery", "data", "jquery.slim.min.js")
    )


class OfflineMap(folium.Map):
    """A folium map inside a page of its own that asks nothing of the network.

    Layers may be added as to any folium map, as long as they need Leaflet and jQuery only.
    The page is the same, byte for byte, each time it is asked for.

    Parameters
    ----------
    page
        What the page's template shows around the map.
    image_hosts
        Origins of online tiles that the page may show; none by default.
    **options
        Options of `folium.Map`.
    """

    # Folium's lists hold addresses of four content delivery networks.
    default_js: list[tuple[str, str]] = []  # noqa: RUF012
    default_css: list[tuple[str, str]] = []  # noqa: RUF012

    def __init__(
        self, *, page: Mapping[str, Any], image_hosts: tuple[str, ...] = (), **options: Any
    ) -> None:
        self._cached = ""
        super().__init__(**{"tiles": None, "zoom_control": False, **options})
        self.page = page
        self.image_hosts = image_hosts

    def add_child(self, child: Element, name: str | None = None, index: int | None = None) -> Any:
        """Add a layer; the page is made anew when it is next asked for."""
        self._cached = ""
        return super().add_child(child, name=name, index=index)

    def to_html(self) -> str:
        """Return the whole page.

        Raises
        ------
        OfflineError
            If a layer would load something.
        """
        self._cached = self._cached or self._render_page()
        return self._cached

    # No stream, which Branca takes too: a page is written whole, beside its place, or not at all.
    def save(  # type: ignore[override]
        self, outfile: str | os.PathLike[str], close_file: bool = True, **kwargs: object
    ) -> None:
        """Write the page to a file: beside it first, then moved into place."""
        offline.write_page(self.to_html(), outfile)

    def _require_no_tiles(self) -> None:
        for element in _descendants(self):
            if isinstance(element, folium.TileLayer) and not self.image_hosts:
                raise offline.OfflineError(
                    f"the layer {type(element).__name__} asks the network for pictures. "
                    "Draw the map with tiles= if the page may load them."
                )

    def _render_page(self) -> str:
        self._require_no_tiles()
        # Rendering a folium map changes it (each time adds its children once more): a copy is used.
        # Its shapes are only read, so they stay what they are.
        shapes = {
            id(element.data): element.data
            for element in _descendants(self)
            if isinstance(element, folium.GeoJson)
        }
        figure = copy.deepcopy(cast("Figure", self.get_root()), shapes)
        with _tight_json():
            for child in list(figure._children.values()):
                child.render()
        for own in ("meta_http", self.get_name()):
            figure.header._children.pop(own, None)
        page = offline.PAGES.get_template("webmap.html").render(
            self.page,
            policy="@policy@",
            leaflet_script=leaflet_script(),
            leaflet_style=leaflet_style(),
            jquery_script=jquery_script(),
            theme=theme(has_dark=False),
            style=offline.inline_code(offline.asset_text("webmap.css")),
            page_script=offline.inline_code(
                f"{bundle('edge')}\n{slim(offline.asset_text('webmap.js'))}"
            ),
            head=Markup(figure.header.render()),
            body=Markup(figure.html.render()),
            map_script=Markup(figure.script.render()),
        )
        page = offline.renumber_ids(page, {element._id for element in _descendants(figure)})
        return offline.seal(page, image_hosts=self.image_hosts)

    def _repr_html_(self, **kwargs: object) -> str:
        title = html.escape(str(self.page["title"]))
        source = html.escape(self.to_html())
        return (
            f'<iframe title="{title}" srcdoc="{source}" width="100%" height="760" '
            'style="border:0"></iframe>'
        )

    def __repr__(self) -> str:
        count = len(self.page["events"])
        digest = hashlib.sha256(self.to_html().encode()).hexdigest()[:12]
        return f"OfflineMap({count} events, {self.page['lang']}, sha256 {digest})"


@contextmanager
def _tight_json() -> Iterator[None]:
    """Let Folium write its shapes without a blank after each number: a tenth of a page."""
    policies = cast("dict[str, Any]", folium.GeoJson._template.environment.policies)
    usual = policies["json.dumps_kwargs"]
    policies["json.dumps_kwargs"] = {**usual, "separators": (",", ":")}
    try:
        yield
    finally:
        policies["json.dumps_kwargs"] = usual


def _descendants(element: Element) -> Iterator[Element]:
    yield element
    parts = [getattr(element, name, None) for name in ("header", "html", "script")]
    for child in [*parts, *element._children.values()]:
        if isinstance(child, Element):
            yield from _descendants(child)


class LayerPicture(MacroElement):
    """The picture of a layer on a Leaflet map, in no reader's way.

    Parameters
    ----------
    layer
        What is shown.
    centre
        The longitude round which the map lies.
    """

    _template = Template(
        """
        {% macro script(this, kwargs) %}
        {{ this._parent.get_name() }}.createPane("layer").style.zIndex = 410;
        L.imageOverlay({{ this.address|tojson }}, {{ this.bounds|tojson }},
            {opacity: {{ this.opacity }}, className: "layer-picture", pane: "layer"})
            .addTo({{ this._parent.get_name() }});
        {% endmacro %}
        """
    )

    def __init__(self, layer: LayerGround, *, centre: float) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Branca leaves out its types
        self._name = "LayerPicture"
        west, south, east, north = layer.sides
        turn = wrap((west + east) / 2, centre=centre) - (west + east) / 2
        self.address, self.opacity = layer.address, OPACITY
        self.bounds = [[south, west + turn], [north, east + turn]]
