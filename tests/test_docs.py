"""The docs are run: commands, Python, files and links in README.md and docs/ do what the pages say.

How a page is read, block by block, in the order in which a reader would type it:

- ``console``: lines that start with ``$`` are run in a copy of the project with its seeds built; ``>``
  continues one. What stands below is what they print; ``...`` stands for any words, alone on a line for any
  lines; how wide a table is does not count. Nothing below: the output is not compared. A failing command
  must be followed by ``$ echo $?``.
- ``python``: is run there, each block by itself; a ``text output`` block behind it is what it prints.
- any language with ``file=PATH``: is written there, or with ``append`` added there.
- ``sh``: set-up that is not run (clone, make, pip), so it may not hold a ``kg`` command.
- ``sparql`` and ``turtle``: must parse. Others are pictures.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pyoxigraph
import pytest

import kg
from kg.cli.main import cli
from kg.errors import KgError
from kg.namespaces import PREFIXES, prefixes_for
from kg.sparql import check_query

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.rglob("*.md")])
REFERENCE = DOCS / "reference"
PROJECT_FILES = ("ontology", "queries", "seeds")
PARSED = ("sparql", "turtle")
PICTURES = ("csv", "json", "mermaid", "text")
RUN = ("console", "python")
COMMAND_SECONDS = 60
SHOWN_CHARACTERS = 2000

_FENCE = re.compile(r"^```([^\n`]*)\n(.*?)^```[ \t]*$", re.M | re.S)
_LINK = re.compile(r"!?\[[^\]]*\]\(([^()\s]*)\)")
_HEADING = re.compile(r"^#+ (.+?)[ \t]*$", re.M)
_MACHINE = re.compile(
    r"(?<![\w.~>)-])/(?:home|mnt|opt|root|srv|tmp|Users|usr|var|work)/|\b[A-Z]:\\|file://|pythonhosted|pypi\.org"
)
_ANYTHING = re.compile(r" *\.\.\. *")
_PADDING = re.compile(r" {2,}|─{2,}")
_TWO_SENTENCES = re.compile(r"[a-z0-9)\]`\"”][.!?] +[A-Z]")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page: its language, the words behind it, its text and the line it starts on."""

    page: Path
    line: int
    language: str
    words: tuple[str, ...]
    text: str

    @property
    def file(self) -> str | None:
        """The path that the block says it is the content of."""
        return next((word[5:] for word in self.words if word.startswith("file=")), None)

    @property
    def where(self) -> str:
        """The place of the block, for messages."""
        return f"{shown(self.page)}:{self.line}"


def shown(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@cache
def blocks_of(page: Path) -> tuple[Block, ...]:
    text = text_of(page)
    blocks = []
    for match in _FENCE.finditer(text):
        language, *words = match[1].split() or [""]
        line = text.count("\n", 0, match.start()) + 1
        blocks.append(Block(page, line, language, tuple(words), match[2]))
    return tuple(blocks)


def prose_of(page: Path) -> str:
    """Return the text of *page*, fenced blocks emptied, so that lines keep their numbers."""
    return _FENCE.sub(lambda match: "\n" * match[0].count("\n"), text_of(page))


def runs(page: Path) -> bool:
    return any(block.language in RUN or block.file for block in blocks_of(page))


RUNNING_PAGES = [page for page in PAGES if runs(page)]
ALL_BLOCKS = [block for page in PAGES for block in blocks_of(page)]


# ---- Running the pages


def environment() -> dict[str, str]:
    """Return an environment in which ``kg`` and ``python`` are the ones that run this test."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("COLUMNS", "FORCE_", "KG_"))
    }
    return kept | {"PATH": path, "PYTHONUTF8": "1", "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}


def run(command: list[str], folder: Path) -> tuple[int, str]:
    """Return the exit code of *command*, run in *folder*, and all that it printed."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    return done.returncode, done.stdout.decode("utf-8")


@pytest.fixture(scope="session")
def built_project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the project, its seeds built once."""
    folder = tmp_path_factory.mktemp("docs") / "kg"
    for name in PROJECT_FILES:
        shutil.copytree(ROOT / name, folder / name)
    code, output = run(["kg", "build"], folder)
    assert code == 0, output
    return folder


@pytest.fixture
def folder(built_project: Path, tmp_path: Path) -> Path:
    """Return a copy of the built project that one page may change."""
    copy = tmp_path / "kg"
    shutil.copytree(built_project, copy, symlinks=True)
    return copy


def commands_of(block: Block) -> Iterator[tuple[int, str, list[str]]]:
    """Yield each command of a console block with its line and the lines that it should print."""
    found: list[tuple[int, str, list[str]]] = []
    for number, line in enumerate(block.text.splitlines(), block.line + 1):
        if line.startswith("$ "):
            found.append((number, line[2:], []))
        elif not found:
            pytest.fail(f"{block.where}: a console block starts with a `$ ` line")
        elif line.startswith("> ") and not found[-1][2]:
            found[-1] = (found[-1][0], f"{found[-1][1]}\n{line[2:]}", [])
        else:
            found[-1][2].append(line)
    yield from found


def unpadded(line: str) -> str:
    """Return *line* without what depends on how wide a table is."""
    return _PADDING.sub(lambda match: match[0][0], line.rstrip())


def agrees(expected: list[str], printed: str) -> bool:
    """Say whether *printed* is what the page shows; ``...`` stands for anything."""
    pattern = ""
    for line in map(unpadded, expected):
        words = ".*?".join(map(re.escape, _ANYTHING.split(line)))
        pattern += r"(?:.*\n)*?" if line.strip() == "..." else f"{words}\n"
    lines = "".join(f"{unpadded(line)}\n" for line in printed.splitlines())
    return re.fullmatch(pattern, lines) is not None


def clipped(output: str) -> str:
    """Return the start of *output*, as much as a message can hold."""
    return output if len(output) < SHOWN_CHARACTERS else f"{output[:SHOWN_CHARACTERS]}\n[and more]"


def run_console(block: Block, folder: Path) -> None:
    code, last = 0, ""
    for line, command, expected in commands_of(block):
        place = f"{shown(block.page)}:{line}: {command}"
        asks_code = command == "echo $?"
        assert code == 0 or asks_code, f"{last} exits with {code}; show it with `$ echo $?`"
        typed = command.replace(".venv/bin/kg", "kg")
        code, output = run(["sh", "-c", f"(exit {code})\n{typed}"], folder)
        last = place
        if expected and not agrees(expected, output):
            pytest.fail(
                f"{place}\nthe page shows:\n{chr(10).join(expected)}\n\nit prints:\n{clipped(output)}"
            )
    assert code == 0, f"{last} exits with {code}; show it with `$ echo $?`\n{output}"


def run_python(block: Block, folder: Path) -> str:
    code, output = run([sys.executable, "-c", block.text], folder)
    assert code == 0, f"{block.where}: exits with {code}\n{output}"
    return output


def write_file(block: Block, folder: Path) -> None:
    path = folder / str(block.file)
    path.parent.mkdir(parents=True, exist_ok=True)
    before = path.read_text(encoding="utf-8") + "\n" if "append" in block.words else ""
    path.write_text(before + block.text, encoding="utf-8")


@pytest.mark.parametrize("page", RUNNING_PAGES, ids=shown)
def test_a_page_does_what_it_says(page: Path, folder: Path) -> None:
    """Every command and Python block of the page runs, top to bottom, and prints what the page shows."""
    printed: str | None = None
    for block in blocks_of(page):
        if block.file:
            write_file(block, folder)
        elif block.language == "console":
            run_console(block, folder)
        elif block.language == "python":
            printed = run_python(block, folder)
            continue
        elif block.words == ("output",):
            assert printed is not None, f"{block.where}: no python block stands before this output"
            if not agrees(block.text.splitlines(), printed):
                pytest.fail(f"{block.where}: the page shows\n{block.text}\nit prints\n{clipped(printed)}")
        printed = None


def test_the_pages_that_matter_are_run() -> None:
    """README, tutorial and every how-to hold something that runs, so that running nothing cannot pass."""
    wanted = {ROOT / "README.md", DOCS / "tutorial.md", *(DOCS / "how-to").glob("*.md")}

    assert len(wanted) >= 8
    assert wanted <= set(RUNNING_PAGES)
    assert {block.language for block in blocks_of(ROOT / "README.md")} >= {"console", "python"}


def test_the_comparison_can_fail() -> None:
    """Wildcards stand for what they stand for, and no more."""
    assert agrees(["a ... c", "...", "e"], "a b c\nx\ny\ne\n")
    assert agrees(["a", "..."], "a\n")
    assert not agrees(["a ... c"], "a b\nc\n")
    assert not agrees(["a"], "a\nb\n")
    assert not agrees(["a", "...", "e"], "a\nb\n")


# ---- Blocks that are not run


@pytest.mark.parametrize("block", ALL_BLOCKS, ids=lambda block: block.where)
def test_every_block_says_what_it_is(block: Block) -> None:
    """A block is run, written, parsed, set-up without kg, or a picture: none escapes by a misspelt name."""
    if block.language == "sh":
        assert not re.search(r"\bkg [a-z]", block.text), (
            f"{block.where}: write kg commands in a console block"
        )
    elif not block.file:
        assert block.language in (*RUN, *PARSED, *PICTURES), f"{block.where}: {block.language!r}?"


def test_set_up_names_targets_that_the_makefile_has() -> None:
    """Every ``make X`` of the docs is a target."""
    makefile = text_of(ROOT / "Makefile")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.M))
    named = {name for page in PAGES for name in re.findall(r"\bmake ([a-z-]+)", code_of(page))}

    assert named
    assert named <= targets


def code_of(page: Path) -> str:
    """Return the fenced and inline code of *page*."""
    inline = re.findall(r"`([^`\n]+)`", prose_of(page))
    return "\n".join([*inline, *(block.text for block in blocks_of(page))])


@pytest.mark.parametrize(
    "block", [block for block in ALL_BLOCKS if block.language == "sparql"], ids=lambda block: block.where
)
def test_sparql_on_a_page_is_sparql(block: Block) -> None:
    """A query that a page shows passes the gate that ``kg ask`` has."""
    check_query(block.text, prefixes=PREFIXES)


@pytest.mark.parametrize(
    "block", [block for block in ALL_BLOCKS if block.language == "turtle"], ids=lambda block: block.where
)
def test_turtle_on_a_page_is_turtle(block: Block) -> None:
    """A graph that a page shows parses under the prefixes of an export."""
    prefixes = prefixes_for("https://example.org/kg/id/").items()
    head = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in prefixes)

    assert list(pyoxigraph.parse((head + block.text).encode(), format=pyoxigraph.RdfFormat.TURTLE))


# ---- Links and wording


def links_of(page: Path) -> list[str]:
    return [target for target in _LINK.findall(prose_of(page)) if "://" not in target]


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """Return the anchors of the headings of *page*, as a Git host makes them."""
    anchors: set[str] = set()
    for heading in _HEADING.findall(prose_of(page)):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "")
        anchor = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        numbered = (f"{anchor}-{number}" for number in range(1, 100))
        anchors.add(
            anchor if anchor not in anchors else next(name for name in numbered if name not in anchors)
        )
    return frozenset(anchors)


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_leads_somewhere(page: Path) -> None:
    """A link within the project names a file or folder that exists, and a heading that the file has."""
    for target in links_of(page):
        path, _, anchor = target.partition("#")
        linked = (page.parent / path).resolve() if path else page

        assert linked.exists(), f"{shown(page)}: ({target}) leads nowhere"
        assert linked.is_relative_to(ROOT), f"{shown(page)}: ({target}) leads out of the project"
        if anchor:
            assert anchor in anchors_of(linked), (
                f"{shown(page)}: no heading #{anchor} in {path or 'this page'}"
            )


def test_every_page_can_be_reached_from_the_readme() -> None:
    """Following links from README.md, a reader meets every page."""
    reached, pending = set[Path](), [ROOT / "README.md"]
    while pending:
        page = pending.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        pending += [(page.parent / target.partition("#")[0]).resolve() for target in links_of(page)]

    assert [shown(page) for page in PAGES if page not in reached] == []


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_page_names_no_machine(page: Path) -> None:
    """No absolute path of somebody's computer and no registry host stands in the docs."""
    found = _MACHINE.search(text_of(page))

    assert found is None, f"{shown(page)}: {found and found[0]}"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_a_line_holds_one_sentence(page: Path) -> None:
    """One sentence per line, so that a change to a sentence is a change to a line."""
    for number, line in enumerate(prose_of(page).splitlines(), 1):
        if not line.startswith(("|", "#", "- Example:", "<!--")):
            found = _TWO_SENTENCES.search(line)

            assert found is None, (
                f"{shown(page)}:{number}: a second sentence starts at {found and found[0]!r}"
            )


# ---- The reference says what the code says


def section(page: Path, heading: str) -> str:
    """Return the text below *heading* of *page*, up to the next of its level or above."""
    level = heading.split(" ")[0]
    found = re.search(
        rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{len(level)}}} |\Z)", text_of(page), re.M | re.S
    )
    assert found is not None, f"{shown(page)}: no heading {heading!r}"
    return found[1]


def table_codes(text: str) -> list[str]:
    """Return what stands as code in the first cell of each row of the tables in *text*."""
    return [
        code for cell in re.findall(r"^\| (.*?) \|", text, re.M) for code in re.findall(r"`([^`]+)`", cell)
    ]


def options_of(command: click.Command) -> set[str]:
    options = [param for param in command.params if isinstance(param, click.Option)]
    return {name for option in options for name in (*option.opts, *option.secondary_opts)} - {"-h", "--help"}


COMMAND_LINE = REFERENCE / "command-line.md"


def test_the_reference_has_every_verb_and_no_other() -> None:
    """Each verb of ``kg`` has a section of its own."""
    headings = _HEADING.findall(prose_of(COMMAND_LINE))
    verbs = [name for heading in headings for name in re.findall(r"^kg (\w+)$", heading)]

    assert sorted(verbs) == sorted(cli.commands)


@pytest.mark.parametrize("verb", ["", *sorted(cli.commands)])
def test_the_reference_has_every_option_and_no_other(verb: str) -> None:
    """The options of each verb stand in its table, with both of their forms."""
    command = cli.commands[verb] if verb else cli
    heading = f"## kg {verb}" if verb else "## Options of kg itself"
    codes = table_codes(section(COMMAND_LINE, heading))
    documented = {word for code in codes for word in code.split() if word.startswith("-")}

    assert documented - {"-h", "--help"} == options_of(command)


def test_the_reference_has_the_choices_of_every_option() -> None:
    """Where an option takes one of some words, all of them stand in its verb's section."""
    for verb, command in cli.commands.items():
        text = section(COMMAND_LINE, f"## kg {verb}")
        for param in command.params:
            if isinstance(param.type, click.Choice):
                missing = [choice for choice in param.type.choices if f"`{choice}`" not in text]

                assert missing == [], f"kg {verb}, {param.name}"


def every_error(error: type[KgError] = KgError) -> set[type[KgError]]:
    return {error}.union(*(every_error(narrower) for narrower in error.__subclasses__()))


def test_the_reference_has_every_exit_code() -> None:
    """The table of exit codes has those of the errors, success, a stop and a closed pipe."""
    documented = {int(code) for code in table_codes(section(COMMAND_LINE, "## Exit codes"))}
    of_errors = {error.exit_code for error in every_error() - {KgError}}

    assert documented == of_errors | {0, 130, 141}


def test_the_reference_has_every_public_name() -> None:
    """Each name in ``kg.__all__`` has a section in the page about the library, and no other name has."""
    headings = re.findall(r"^### (?:kg\.)?(\w+)$", prose_of(REFERENCE / "library.md"), re.M)

    assert sorted(headings) == sorted(kg.__all__)


def test_the_changelog_has_the_version_of_the_package() -> None:
    """The version in pyproject.toml has its heading, and so have the terms, whose IRIs others use."""
    version = re.search(r'^version = "([^"]+)"', text_of(ROOT / "pyproject.toml"), re.M)
    changelog = text_of(ROOT / "CHANGELOG.md")

    assert version is not None
    assert re.search(rf"^## \[?{re.escape(version[1])}\b", changelog, re.M)
    assert re.search(r"^### Ontology$", changelog, re.M)


def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_reference", DOCS / "generate_reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_generated_pages_say_what_the_files_say() -> None:
    """The pages on terms, shapes and queries are what the generator writes now."""
    pages: dict[Path, str] = generator().generate_pages(ROOT)
    stale = [shown(path) for path, text in pages.items() if text_of(path) != text]

    assert len(pages) == 3
    assert stale == [], "run `python docs/generate_reference.py`"


DECISIONS = sorted((DOCS / "decisions").glob("*.md"))


def test_decisions_are_numbered_without_a_gap() -> None:
    """Decision records count from 001, each number once."""
    assert [path.name[:3] for path in DECISIONS] == [f"{n:03}" for n in range(1, len(DECISIONS) + 1)]
    assert len(DECISIONS) >= 8


@pytest.mark.parametrize("page", DECISIONS, ids=shown)
def test_a_decision_says_why(page: Path) -> None:
    """A record has a numbered title, what was decided, why, and what follows."""
    headings = _HEADING.findall(prose_of(page))

    assert re.match(r"\d{3} .+", headings[0])
    assert headings[1:] == ["Context", "Decision", "Why", "Consequences"]
