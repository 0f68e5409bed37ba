"""Sphinx with MyST-NB: the reference needs autodoc, the notebooks are read as they are stored."""

project = "chronotope"
author = "The chronotope contributors"
copyright = "The chronotope contributors"
language = "en"
extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns = ["extra", ".doctrees"]

nb_execution_mode = "off"
nb_ipywidgets_js: dict[str, str] = {}  # the default fetches them from the network
nb_merge_streams = True
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
myst_links_external_new_tab = False

napoleon_google_docstring = False
napoleon_use_rtype = False
autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
add_module_names = False

html_theme = "pydata_sphinx_theme"
html_title = "chronotope"
templates_path = ["_templates"]
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_extra_path = ["extra"]
# A page opened from a folder may fetch nothing, not even its neighbours.
html_show_search_summary = False
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
# These stand alone: there is nothing beside them to go to.
html_sidebars = {page: [] for page in ("index", "start", "gallery", "dossier-format")}
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navigation_with_keys": False,
    "show_toc_level": 2,
    "navbar_align": "left",
    "header_links_before_dropdown": 7,
    "footer_start": ["copyright"],
    "footer_end": [],
    "secondary_sidebar_items": ["page-toc"],
    "article_header_start": ["breadcrumbs"],
    "back_to_top_button": False,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def _name_by_its_words(app, page, template, context, doctree):
    """Let a fold of a notebook be called what stands on it; MyST-NB names it otherwise."""
    body = context.get("body", "").replace(' aria-label="Toggle hidden content"', "")
    # The corner of a table is no heading where nothing stands in it.
    context["body"] = body.replace('<th class="head"><p></p></th>', "<td></td>")


def setup(app):
    """Say what is mended on a page before it is written."""
    app.connect("html-page-context", _name_by_its_words)
