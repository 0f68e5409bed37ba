"""The files that set the project up agree with each other and name nothing of this machine."""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
# The models of the extra of that name are on no conda channel; anywidget of edit comes with
# notebooks.
CONDA_EXTRAS = ("notebooks", "draft", "layers", "spark", "docs", "test")
PIP_TO_CONDA = {"matplotlib": "matplotlib-base", "playwright": "playwright-python"}


def tracked_files() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def tracked_texts() -> list[tuple[Path, str]]:
    texts = []
    for path in tracked_files():
        if path.suffix not in {".png", ".pdf", ".gz", ".fgb", ".tif"} and path.is_file():
            texts.append((path, path.read_text("utf-8", errors="replace")))
    return texts


def project_requirements(extras: tuple[str, ...] = ()) -> list[Requirement]:
    optional = PROJECT["project"]["optional-dependencies"]
    wanted = [optional[name] for name in extras or optional]
    lines = [*PROJECT["project"]["dependencies"], *(line for extra in wanted for line in extra)]
    return [Requirement(line) for line in lines]


def conda_lines() -> tuple[list[str], list[str]]:
    text = (ROOT / "environment.yml").read_text("utf-8")
    conda = re.findall(r"^  - (\S.*[^:])$", text.split("dependencies:")[1], re.M)
    pip = re.findall(r"^      - (\S.*)$", text, re.M)
    return conda, pip


def test_environment_yml_is_what_pyproject_gives(tmp_path):
    out = tmp_path / "environment.yml"
    extras = [word for name in CONDA_EXTRAS for word in ("--extra", name)]
    options = [*extras, "--no-header", "--name", "chronotope"]
    command = [Path(sys.executable).with_name("pyproject2conda"), "yaml"]
    command += ["--pyproject", ROOT / "pyproject.toml", *options, "--channel", "conda-forge"]
    command += ["--python-include", "python>=3.11", "--req", "-e .", "--output", out]
    subprocess.run(command, check=True, capture_output=True)
    assert out.read_text() == (ROOT / "environment.yml").read_text()


def test_every_line_of_environment_yml_is_a_strict_conda_spec():
    conda, pip = conda_lines()
    assert len(conda) > 30 and "-e ." in pip
    for line in conda:
        assert MatchSpec(line, strict=True).name is not None


@pytest.mark.parametrize("line", ["pandas[all]>=3", "pandas>=>3"])
def test_a_line_that_is_no_conda_spec_is_refused(line):
    with pytest.raises(Exception, match=r"."):
        MatchSpec(line, strict=True)


def test_every_dependency_is_in_environment_yml_with_its_range():
    conda, pip = conda_lines()
    listed = {}
    for line in conda + [line for line in pip if line != "-e ."]:
        name, spec = re.fullmatch(r"([A-Za-z0-9_.-]+)(.*)", line).groups()
        listed[canonicalize_name(name)] = {part for part in spec.split(",") if part}
    for requirement in project_requirements(CONDA_EXTRAS):
        name = PIP_TO_CONDA.get(requirement.name, requirement.name)
        assert listed[canonicalize_name(name)] == {str(s) for s in requirement.specifier}


def locked() -> dict[str, list[str]]:
    pins: dict[str, list[str]] = {}
    text = (ROOT / "requirements.lock").read_text("utf-8")
    for name, version in re.findall(r"^([a-zA-Z0-9_.-]+)==(\S+)", text, re.M):
        pins.setdefault(canonicalize_name(name), []).append(version)
    return pins


def test_the_lock_pins_every_dependency_inside_its_range():
    pins = locked()
    for requirement in project_requirements():
        versions = pins[canonicalize_name(requirement.name)]
        assert all(requirement.specifier.contains(v, prereleases=True) for v in versions)


def test_every_pin_of_the_lock_has_a_hash_and_no_index():
    text = (ROOT / "requirements.lock").read_text("utf-8")
    entries = re.split(r"^(?=[a-zA-Z0-9])", text, flags=re.M)[1:]
    assert len(entries) > 100
    assert all("--hash=sha256:" in entry for entry in entries)
    assert not re.search(r"https?://|--index|--extra-index|--find-links|file:", text)


def test_no_file_names_a_registry_host_or_a_path_of_a_machine():
    hosts = "|".join(
        re.escape(".".join(parts))
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("registry", "npmjs", "org"),
            ("conda", "anaconda", "org"),
            ("deb", "debian", "org"),
        )
    )
    here = re.escape(f"{ROOT}/")
    home = re.escape(f"{Path.home()}/")
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path, text in tracked_texts()
        for match in re.finditer(f"{hosts}|{here}|{home}", text)
    ]
    assert found == []


def test_the_commands_of_the_readme_are_targets_of_the_makefile():
    readme = (ROOT / "README.md").read_text("utf-8")
    makefile = (ROOT / "Makefile").read_text("utf-8")
    named = set(re.findall(r"`make ([a-z-]+)`|^\s*make ([a-z-]+)", readme, re.M))
    targets = {target for pair in named for target in pair if target}
    assert {"figures", "test", "lab"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:", makefile, re.M), target


def test_ci_calls_make_test_and_nothing_more():
    lines = (ROOT / ".ci/run").read_text("utf-8").splitlines()
    commands = [line for line in lines if line and not line.startswith(("#", "set ", "cd "))]
    assert commands == ["make test"]


def test_package_citation_deposit_and_change_log_tell_of_one_release():
    """The tag, which the workflow compares with the package, is then theirs as well."""
    about = PROJECT["project"]
    citation = (ROOT / "CITATION.cff").read_text("utf-8")
    deposit = json.loads((ROOT / ".zenodo.json").read_text("utf-8"))
    cited = dict(re.findall(r"^([a-z-]+): \"?([^\"\n]+?)\"?$", citation, re.M))
    assert cited["version"] == deposit["version"] == about["version"]
    assert cited["license"] == deposit["license"] == about["license"]
    assert cited["title"] == deposit["title"]
    assert cited["date-released"] == deposit["publication_date"]
    assert re.findall(r"^  - (?!name)(.+)$", citation, re.M) == deposit["keywords"]
    assert deposit["keywords"] == about["keywords"]
    authors = re.findall(r'^  - name: "(.+)"$', citation, re.M)
    assert (
        authors == [c["name"] for c in deposit["creators"]] == [a["name"] for a in about["authors"]]
    )
    newest = re.search(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.M)[1]
    assert newest == f"{about['version']}, {cited['date-released']}"


def test_a_release_builds_what_the_makefile_builds():
    workflow = (ROOT / ".github/workflows/release.yml").read_text("utf-8")
    recipe = (ROOT / "Makefile").read_text("utf-8").split("\nrelease:")[1].split("\n\n")[0]
    assert "run: make release" in workflow and "dist/*" in workflow
    steps = ("cffconvert --validate", "hatchling build", "cyclonedx-py", "SHA256SUMS")
    assert all(step in recipe for step in steps)


def test_ci_runs_every_python_that_the_package_names():
    workflow = (ROOT / ".github/workflows/ci.yml").read_text("utf-8")
    run = re.findall(r'"(3\.\d+)"', re.search(r"python: \[(.*)\]", workflow)[1])
    named = [c.rpartition(" ")[2] for c in PROJECT["project"]["classifiers"] if "Python" in c]
    assert named == run[: len(named)]
    assert PROJECT["project"]["requires-python"] == f">={named[0]}"
