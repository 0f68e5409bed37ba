"""What a person installs works in another folder, without the clone."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BIN = "Scripts" if os.name == "nt" else "bin"
# Run in the other folder, by the Python of the fresh environment.
OPEN_AND_DRAW = """
import sys
from pathlib import Path
import chronotope as ct
assert Path(ct.__file__).is_relative_to(sys.prefix), ct.__file__
for name in ct.list_dossiers()["dossier"]:
    d = ct.open(ct.shipped_folder(name))
    print(name, len(d.events))
figure = next(iter(ct.list_figures(d)["figure_id"]))
written = d.publish(Path("figures"), only=[figure], langs=["en"], profiles=["generic"])
assert {".svg", ".pdf"} <= {path.suffix for path in written}, written
"""
RUN_NOTEBOOK = """
import nbformat, sys
from pathlib import Path
from chronotope.publish.rerun import rerun_notebook
path = Path(sys.argv[1])
done = rerun_notebook(nbformat.read(path, as_version=4), path.parent)
print(sum(bool(cell.get("outputs")) for cell in done.cells))
"""


def build(folder: Path, target: str, source: Path = ROOT) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Run a command of a fresh environment in an empty folder of a person with an empty home."""
    place = tmp_path_factory.mktemp("elsewhere")
    env, work = place / "env", place / "work"
    work.mkdir()
    venv.create(env, with_pip=False)
    packages = Path(sysconfig.get_path("purelib", vars={"base": str(env)}))
    # The libraries are those of this environment; a path named so is searched for packages and
    # not for .pth files, so that the clone, installed to be edited, is not found through it.
    (packages / "libraries.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    installer = [Path(sys.executable).with_name("uv"), "pip", "install", "--no-deps", "--offline"]
    subprocess.run([*installer, "--python", env, wheel], check=True, capture_output=True)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XDG_"))}

    def run_in(*command: str) -> str:
        words = [env / BIN / command[0], *command[1:]]
        done = subprocess.run(
            words, cwd=work, env=clean | {"HOME": str(place)}, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run_in


def test_both_dossiers_open_and_a_figure_is_drawn(run):
    assert run("python", "-c", OPEN_AND_DRAW).split() == [
        "2plus2-2019", "97", "aland-1917-1921", "25",
    ]  # fmt: skip


def test_the_notebooks_are_copied_out_and_one_runs(run):
    assert "open 00-start-here.ipynb first" in run("chronotope", "notebooks", "mine")
    assert int(run("python", "-c", RUN_NOTEBOOK, "mine/05-positions.ipynb")) > 3


def test_a_wheel_made_of_the_sdist_holds_the_same_files(wheel, tmp_path):
    sdist = build(tmp_path / "sdist", "sdist")
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    again = build(tmp_path / "again", "wheel", source)
    with zipfile.ZipFile(wheel) as one, zipfile.ZipFile(again) as other:
        assert one.namelist() == other.namelist()
        assert {i.filename: i.CRC for i in one.infolist() if "dist-info" not in i.filename} == {
            i.filename: i.CRC for i in other.infolist() if "dist-info" not in i.filename
        }


def test_a_wheel_puts_one_package_into_the_environment(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {Path(name).parts[0] for name in names}
    assert tops == {"chronotope", wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert not [name for name in names if "/tests/" in name or name.endswith("figures.json")]
