"""The pages' own JavaScript: typed by its JSDoc, nothing declared in vain."""

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
COMPILER = ROOT / "node_modules" / "typescript" / "bin" / "tsc"
SETTINGS = ROOT / "tests" / "web" / "js" / "tsconfig.json"
MODULES = ROOT / "src" / "chronotope" / "web" / "assets" / "js"


def check_types(settings: Path) -> str:
    """Return what the compiler complains of; it writes nothing."""
    if not COMPILER.is_file() or not shutil.which("node"):
        pytest.fail("no TypeScript: run `make browser`")
    done = subprocess.run(
        ["node", str(COMPILER), "-p", str(settings)], capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def test_every_module_is_typed_and_holds_nothing_unused():
    assert check_types(SETTINGS) == ""


def test_a_wrong_type_would_be_noticed(tmp_path):
    (tmp_path / "text.js").write_text(
        '/** @param {number} n */\nexport const twice = (n) => n * 2;\ntwice("a");\n',
        encoding="utf-8",
    )
    settings = SETTINGS.read_text(encoding="utf-8").replace(
        "../../../src/chronotope/web/assets/js/", str(tmp_path) + "/"
    )
    (tmp_path / "tsconfig.json").write_text(settings, encoding="utf-8")
    assert "not assignable to parameter of type 'number'" in check_types(tmp_path / "tsconfig.json")
