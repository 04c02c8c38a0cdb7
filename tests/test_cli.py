"""The command line, as a process of its own on real files: what it gives, and what bad input gets."""

from __future__ import annotations

import csv
import importlib.metadata
import io
import json
import os
import pty
import re
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.cli.main import cli
from kg.publish import lock_builds
from tests.mini_project import SLOWEST_SECONDS, run_kg

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.project import Project

VERBS = sorted(cli.commands)
GOOD = "Kestrel Motors competes with Osprey Motors.\n"


def one_line(text: str) -> str:
    """Return *text*, which must be one line that starts with ``kg:``, without that."""
    assert text.startswith("kg: ")
    assert text.count("\n") == 1
    assert text.endswith("\n")
    return text.removeprefix("kg: ").removesuffix("\n")


def current(project: Project) -> tuple[str, str]:
    """Return the current build's name and graph."""
    return project.current.readlink().name, "".join(kg.export_graph(project, format="nquads"))


def refuse(project: Project, *arguments: str | Path, code: int, **options: object) -> str:
    """Run ``kg build`` with *arguments*; want *code*, one line, and the last build kept. Return the line."""
    before = current(project)

    ran = run_kg("build", *arguments, cwd=project.root, code=code, **options)  # type: ignore[arg-type]

    assert current(project) == before
    assert ran.stdout == ""
    return one_line(ran.stderr)


# What it gives


def test_a_build_says_what_it_holds_and_what_to_do_next(mini: Project) -> None:
    """Numbers on standard output, the next step on standard error."""
    ran = run_kg("build", cwd=mini.root)

    assert re.search(r"3 articles, \d+ claims, \d+ triples, \d+ of them derived, \d+ conflicts", ran.stdout)
    assert ran.stderr.startswith("next: kg status")


def test_a_folder_without_a_project_around_it_can_be_built(tmp_path: Path) -> None:
    """The terms, rules and queries that come with kg are used, and the graph goes to ./.kg."""
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "one.txt").write_text(GOOD, encoding="utf-8")

    run_kg("build", "news", cwd=tmp_path)

    assert (tmp_path / ".kg" / "current").is_symlink()
    assert "Osprey Motors" in run_kg("ask", "competitors", cwd=tmp_path).stdout


def test_the_project_is_found_from_inside_it_and_by_name(mini: Project, tmp_path: Path) -> None:
    """``--project`` does from anywhere what the folder does from within."""
    inside = run_kg("status", cwd=mini.root / "ontology" / "patterns").stdout

    assert run_kg("--project", mini.root, "status", cwd=tmp_path).stdout == inside


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself_with_an_example(verb: str, built_mini: Project) -> None:
    """The help is enough to work from; the example calls the verb."""
    helped = run_kg(verb, "--help", cwd=built_mini.root).stdout

    assert re.search(rf"Examples?:\n(  .*\n)*  .*\bkg {verb}\b", helped)
    assert "\\b" not in helped


def test_help_lists_every_verb(built_mini: Project) -> None:
    """``kg --help`` is where a newcomer starts."""
    helped = run_kg("--help", cwd=built_mini.root).stdout

    assert VERBS == ["ask", "build", "completion", "export", "extract", "show", "status", "validate"]
    assert all(re.search(rf"^  {verb}  ", helped, re.M) for verb in VERBS)


def test_the_version_is_that_of_the_package(built_mini: Project) -> None:
    """The one that pyproject.toml gives."""
    wanted = importlib.metadata.version("kg")

    assert run_kg("--version", cwd=built_mini.root).stdout == f"kg, version {wanted}\n"


def test_ask_lists_the_saved_queries(built_mini: Project) -> None:
    """Name, question, parameters and the question's number."""
    listed = run_kg("ask", cwd=built_mini.root).stdout

    assert re.search(r"rivals +Who competes with whom, .* --company +CQ-08", listed)
    assert "power" in listed


def test_ask_explains_a_query(built_mini: Project) -> None:
    """``kg ask NAME --help`` says what its parameters are, of which type, and what they are by default."""
    rivals = run_kg("ask", "rivals", "--help", cwd=built_mini.root).stdout
    power = run_kg("ask", "power", "-h", cwd=built_mini.root).stdout

    assert "Who competes with whom" in rivals
    assert "--company  only the rivals of this company (a name or IRI; default: all)" in rivals
    assert "rival    the other" in rivals
    assert "kg ask rivals --company" in rivals
    assert "--least  leave out weaker ones (integer; default: 0)" in power


def test_a_table_shows_labels_and_the_sentence(built_mini: Project) -> None:
    """No bare IRI in what people read."""
    table = run_kg("ask", "rivals", cwd=built_mini.root).stdout

    assert "Kestrel Motors" in table
    assert "Kestrel Motors competes with Osprey Motors." in table
    assert "://" not in table


@pytest.mark.parametrize(
    "arguments",
    [
        ("--company", "kestrel motors"),
        ("--company=Kestrel Motors",),
        ("--param", "company=company/kestrel-motors"),
        ("--company", "https://example.org/kg/id/company/kestrel-motors"),
    ],
)
def test_a_parameter_may_be_a_name_or_an_iri(arguments: tuple[str, ...], built_mini: Project) -> None:
    """However it is written; before or after other options."""
    ran = run_kg("ask", "rivals", *arguments, "--format", "csv", cwd=built_mini.root)

    rows = list(csv.DictReader(io.StringIO(ran.stdout)))
    assert [row["company"] for row in rows] == ["https://example.org/kg/id/company/kestrel-motors"]


def test_a_negative_number_is_a_value(built_mini: Project) -> None:
    """``--least -5`` is no option called 5."""
    ran = run_kg("ask", "power", "--least", "-5", "--format", "json", cwd=built_mini.root)

    assert sorted(row["horsepower"] for row in json.loads(ran.stdout)) == ["300", "340"]


def test_the_formats_of_an_answer_hold_the_same_rows(built_mini: Project) -> None:
    """CSV, TSV and JSON give what the query gave; Markdown gives labels, as tables do."""
    wanted = [dict(row) for row in kg.ask(built_mini, "power").rows]

    def answer(form: str) -> str:
        return run_kg("ask", "power", "--format", form, cwd=built_mini.root).stdout

    assert json.loads(answer("json")) == wanted
    assert list(csv.DictReader(io.StringIO(answer("csv")))) == wanted
    assert list(csv.DictReader(io.StringIO(answer("tsv")), delimiter="\t")) == wanted
    assert answer("markdown").splitlines()[2].startswith("| Kestrel K2 | 300 hp | 300 |")


def test_a_limit_cuts_rows_and_says_so(built_mini: Project) -> None:
    """Nobody takes the part for the whole."""
    ran = run_kg("ask", "power", "--limit", "1", "--format", "csv", cwd=built_mini.root)

    assert len(ran.stdout.splitlines()) == 2
    assert ran.stderr == "1 more row\n"


def test_sparql_may_come_from_a_file_or_standard_input(mini: Project) -> None:
    """SELECT, ASK, CONSTRUCT and DESCRIBE; the usual prefixes need no declaration."""
    (mini.root / "own.rq").write_text("SELECT (COUNT(*) AS ?n) { ?s a kgo:Claim }", encoding="utf-8")
    claims = int(json.loads(run_kg("ask", "own.rq", "--format", "json", cwd=mini.root).stdout)[0]["n"])

    def ask(text: str, *arguments: str) -> str:
        return run_kg("ask", "-", *arguments, cwd=mini.root, stdin=text).stdout

    assert claims == kg.status(mini).claims
    assert ask("ASK { ?s a kgo:Plan }") == "yes\n"
    assert ask("ASK { ?s a kgo:Nothing }", "--format", "json") == "false\n"
    assert "kgo:Plan" in ask("CONSTRUCT { ?s a kgo:Plan } WHERE { ?s a kgo:Plan }", "--format", "turtle")
    assert "Ada Roe" in ask("DESCRIBE <https://example.org/kg/id/person/ada-roe>")


def test_a_saved_query_may_be_named_by_its_file(built_mini: Project) -> None:
    """Parameters work as with its name, since shells complete paths."""
    ran = run_kg("ask", "queries/rivals.rq", "--company", "Osprey Motors", cwd=built_mini.root)

    assert "no rows" in ran.stdout


def test_a_table_fits_the_terminal(built_mini: Project) -> None:
    """Narrow terminals get records instead of columns that nobody can read."""
    wide, narrow = on_terminal(built_mini, 100, "ask", "power"), on_terminal(built_mini, 50, "ask", "power")

    assert max(map(len, wide)) <= 100
    assert any(re.match(r"vehicle +power +horsepower +quote", line) for line in wide)
    assert max(map(len, narrow)) <= 50
    assert any(re.match(r"power +300 hp", line) for line in narrow)


def on_terminal(project: Project, width: int, *arguments: str) -> list[str]:
    """Return the lines that ``kg`` writes to a terminal of *width* columns."""
    main, side = pty.openpty()
    env = os.environ | {"COLUMNS": str(width), "NO_COLOR": "1", "TERM": "xterm"}
    command = [sys.executable, "-m", "kg", *arguments]
    with subprocess.Popen(command, cwd=project.root, stdout=side, stderr=side, env=env) as process:
        os.close(side)
        content = b""
        while True:
            try:
                piece = os.read(main, 4096)
            except OSError:
                break
            if not piece:
                break
            content += piece
        os.close(main)
        assert process.wait(SLOWEST_SECONDS) == 0
    return [line.rstrip() for line in content.decode().replace("\r", "").split("\n")]


def test_no_color_means_no_escape_codes(built_mini: Project) -> None:
    """``NO_COLOR`` counts on a terminal, too."""
    lines = on_terminal(built_mini, 100, "show", "Ada Roe") + on_terminal(built_mini, 100, "ask", "power")

    assert not any("\x1b" in line for line in lines)


def test_show_gives_names_facts_and_sentences(built_mini: Project) -> None:
    """By any name of the thing."""
    text = run_kg("show", "adelaide roe", cwd=built_mini.root).stdout
    record = json.loads(run_kg("show", "person/ada-roe", "--format", "json", cwd=built_mini.root).stdout)

    assert text.startswith("Ada Roe  ")
    assert "also: Adelaide Roe" in text
    assert "chief executive of Kestrel Motors" in text
    assert record["label"] == "Ada Roe"
    assert all(fact["quote"] for fact in record["facts"])


def test_status_tells_what_the_reader_left_out(built_mini: Project) -> None:
    """Counts at once; with ``--report`` each sentence without a claim, and the findings."""
    short = run_kg("status", cwd=built_mini.root).stdout
    full = run_kg("status", "--report", cwd=built_mini.root).stdout
    record = json.loads(run_kg("status", "--format", "json", cwd=built_mini.root).stdout)

    assert re.search(r"courier +5 +\d of \d", short)
    assert "courier: no claim: Nobody there is worried." in full
    assert "warning: Say when the article was published" in full
    assert record["build_id"] in short


def test_extract_gives_one_json_record_a_line(built_mini: Project) -> None:
    """Each with the quote that its offsets cut out of the file."""
    lines = run_kg("extract", "seeds/harbour.md", cwd=built_mini.root).stdout.splitlines()
    text = (built_mini.root / "seeds" / "harbour.md").read_text(encoding="utf-8")

    records = [json.loads(line) for line in lines]
    assert {record["property"] for record in records} >= {"sellsIn", "power", "enteredField"}
    assert all(text[record["start"] : record["end"]] == record["quote"] for record in records)


def test_validate_agrees_with_the_build(built_mini: Project) -> None:
    """On an unchanged project it finds what the build found."""
    ran = run_kg("validate", "--format", "json", cwd=built_mini.root)

    found = {(finding["shape"], finding["focus"]) for finding in json.loads(ran.stdout)}
    assert found == {(finding.shape, finding.focus) for finding in kg.status(built_mini).findings}
    assert ran.stderr == f"{len(found)} findings, 0 structural\n"


def test_validate_reads_the_shapes_anew(mini: Project) -> None:
    """A shape that changed since the build is tried on the graph as it is."""
    shapes = mini.ontology / "shapes.ttl"
    shapes.write_text(
        shapes.read_text(encoding="utf-8").replace("Name the one outlet", "Name the very outlet"),
        encoding="utf-8",
    )

    assert "Name the very outlet" in run_kg("validate", cwd=mini.root).stdout


def test_validate_takes_a_file(mini: Project) -> None:
    """An exported graph conforms; one whose claim lacks its passage exits with 6."""
    good = run_kg("export", cwd=mini.root).stdout
    (mini.root / "good.ttl").write_text(good, encoding="utf-8")
    (mini.root / "bad.ttl").write_text(re.sub(r"    kgo:saidIn .*?;\n", "", good), encoding="utf-8")

    assert "0 structural" in run_kg("validate", "good.ttl", cwd=mini.root).stderr
    bad = run_kg("validate", "bad.ttl", cwd=mini.root, code=6)
    assert "structural violation:" in bad.stdout


def test_export_writes_the_same_bytes_to_a_file_as_to_a_pipe(mini: Project) -> None:
    """The file is replaced in one step, and its name said on standard error."""
    for form in ("turtle", "trig", "nquads", "ntriples", "jsonld", "csv"):
        piped = run_kg("export", "--format", form, cwd=mini.root).stdout
        ran = run_kg("export", "--format", form, "-o", "graph", cwd=mini.root)

        assert (mini.root / "graph").read_bytes().decode() == piped
        assert (ran.stdout, ran.stderr) == ("", "wrote graph\n")
    assert [path.name for path in mini.root.glob(".*.tmp")] == []


def test_completion_scripts_name_kg(built_mini: Project) -> None:
    """For bash, zsh and fish."""
    for shell in ("bash", "zsh", "fish"):
        assert "_KG_COMPLETE" in run_kg("completion", shell, cwd=built_mini.root).stdout


def test_output_is_utf8_in_any_locale(built_mini: Project) -> None:
    """Data are the same bytes on a machine that still speaks Latin-1."""
    latin = {"PYTHONIOENCODING": "latin-1", "PYTHONUTF8": "0", "LC_ALL": "C"}

    ran = run_kg("ask", "power", "--format", "csv", cwd=built_mini.root, env=latin)

    assert "– in the “sport” version" in ran.stdout


@pytest.mark.parametrize("verb", ["export", "ask"])
def test_output_that_nobody_reads_to_the_end_is_no_error(verb: str, mini: Project) -> None:
    """``kg export | head -1`` ends quietly."""
    if verb == "ask":  # more rows than a pipe holds
        rows = "SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 20000"
        (mini.root / "many.rq").write_text(rows, encoding="utf-8")
    arguments = (
        ["export", "--format", "nquads"] if verb == "export" else ["ask", "many.rq", "--format", "csv"]
    )
    command = [sys.executable, "-m", "kg", *arguments]
    with subprocess.Popen(command, cwd=mini.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(1)
        process.stdout.close()
        said = process.stderr.read()

    assert process.returncode == 141
    assert said == b""


# What bad input gets


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["biuld"], "no verb 'biuld' (did you mean build?)"),
        (["build", "--sctrict"], "--strict"),
        (["ask", "rivlas"], "did you mean rivals?"),
        (["ask", "rivals", "--compny", "x"], "did you mean company?"),
        (["ask", "rivals", "--company", "Kestral Motors"], "did you mean Kestrel Motors"),
        (["ask", "power", "--least", "many"], "want a whole number such as 2027"),
        (["ask", "rivals", "--company"], "--company needs a value"),
        (["ask", "rivals", "Kestrel"], "unexpected 'Kestrel'"),
        (["ask", "power", "--format", "xls"], "'xls' is not one of"),
        (["ask", "power", "--format", "turtle"], "turtle is for CONSTRUCT"),
        (["ask", "rivlas", "--help"], "did you mean rivals?"),
        (["show", "Ada Row"], "did you mean Ada Roe"),
        (["export", "--format", "turtel"], "turtle"),
        (["export", "--article", "harbor"], "did you mean harbour?"),
        (["build", "--trust", "blind"], "'blind' is not one of"),
        (["extract"], "Missing argument"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_bad_usage_names_what_is_near(arguments: list[str], says: str, built_mini: Project) -> None:
    """Exit 2, nothing on standard output."""
    ran = run_kg(*arguments, cwd=built_mini.root, code=2)

    assert says in " ".join(ran.stderr.split())
    assert ran.stdout == ""


@pytest.mark.parametrize(
    "arguments",
    [["build", "nowhere"], ["extract", "nowhere.md"], ["validate", "nowhere.ttl"], ["ask", "nowhere.rq"]],
    ids=lambda arguments: arguments[0],
)
def test_what_is_not_there_is_named(arguments: list[str], mini: Project) -> None:
    """Exit 3, path and reason; the last build is kept."""
    before = current(mini)

    line = one_line(run_kg(*arguments, cwd=mini.root, code=3).stderr)

    assert arguments[1] in line
    assert "no such file or directory" in line.lower()
    assert current(mini) == before


@pytest.mark.parametrize(
    "verb", [["ask", "rivals"], ["show", "Ada Roe"], ["export"], ["status"], ["validate"]]
)
def test_before_the_first_build_the_build_is_asked_for(verb: list[str], mini: Project) -> None:
    """Exit 3, and what to run."""
    mini.current.unlink()

    assert "run `kg build" in one_line(run_kg(*verb, cwd=mini.root, code=3).stderr)


def test_a_folder_that_is_no_project_and_has_no_articles_named(tmp_path: Path) -> None:
    """Exit 3: there are no seeds to fall back to."""
    assert "name a folder" in one_line(run_kg("build", cwd=tmp_path, code=3).stderr)


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty.txt": (lambda path: path.write_bytes(b""), "is empty"),
    "binary.txt": (lambda path: path.write_bytes(bytes(range(256)) * 9), "is binary"),
    "large.txt": (lambda path: path.write_bytes(b"word " * 1_000_001), "5,000,005 bytes"),
    "link.txt": (lambda path: path.symlink_to("/etc/hosts"), "is a symbolic link"),
    "pipe.txt": (os.mkfifo, "is a pipe"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_strict_refuses_an_unusable_article(name: str, mini: Project) -> None:
    """Exit 4, path and reason, the last build kept."""
    make, reason = UNUSABLE[name]
    make(mini.root / "seeds" / name)

    line = refuse(mini, "--strict", code=4)

    assert name in line
    assert reason in line


def test_unusable_articles_are_skipped_with_a_warning(mini: Project) -> None:
    """Exit 0, each named on standard error and in the report."""
    for name, (make, _) in UNUSABLE.items():
        make(mini.root / "seeds" / name)

    ran = run_kg("build", cwd=mini.root)

    for name, (_, reason) in UNUSABLE.items():
        assert re.search(rf"^warning: .*{name}: .*{reason}.*; skipped$", ran.stderr, re.M)
    assert "5 files skipped" in ran.stdout
    assert {path.rsplit("/", 1)[-1] for path, _ in kg.status(mini).skipped} == set(UNUSABLE)


def test_bad_bytes_are_replaced_counted_and_keep_offsets_right(mini: Project) -> None:
    """Exit 0 and a warning; with ``--strict`` too, since nothing is left out."""
    content = b"\xef\xbb\xbfA note \xff\xfe, a NUL \x00 and a bell \x07.\n\n" + GOOD.encode()
    (mini.root / "seeds" / "odd.txt").write_bytes(content)

    ran = run_kg("build", "--strict", cwd=mini.root)

    assert re.search(r"warning: odd\.txt: undecodable .*: 2\n", ran.stderr)
    assert re.search(r"warning: odd\.txt: control .*: 2\n", ran.stderr)
    cited = kg.show(mini, "article/odd").facts
    text = kg.extract(mini, [mini.root / "seeds" / "odd.txt"])
    document = next(iter(text)).document
    assert cited
    assert all(document.text[fact.start : fact.end] == fact.quote for fact in cited)


def test_nothing_usable_keeps_the_last_build(mini: Project) -> None:
    """Exit 4, whether the folder is empty or holds only what is no article."""
    empty = mini.root / "empty"
    empty.mkdir()
    first = refuse(mini, "empty", code=4)
    (empty / "odd.txt").write_bytes(b"")

    second = refuse(mini, "empty", code=4)

    assert "no usable article" in first
    assert "odd.txt: is empty" in second


BROKEN = {
    "front matter": ("seeds/harbour.md", "published: 2031-05-02", "published: [", r"harbour\.md:\d+: "),
    "publication date": ("seeds/harbour.md", "2031-05-02", "sometime", r"harbour\.md:4: .*2\d{3}-"),
    "ontology": ("ontology/kg.ttl", "kgo:sellsIn a ", "kgo:sellsIn an ", r"kg\.ttl:\d+: not Turtle"),
    "shape": ("ontology/shapes.ttl", "sh:minCount 1", "sh:minCuont 1", r"shapes\.ttl:\d+: .*minCount"),
    "name": (
        "ontology/names.ttl",
        'rdfs:label "Ada Roe" ;',
        'rdfs:label "Ada Roe ;',
        r"names\.ttl:\d+: not Turtle",
    ),
    "rule": (
        "ontology/patterns/50-plans.rules",
        "then  o sellsIn m",
        "then  o selsIn m",
        r"plans\.rules:\d+: .*sellsIn",
    ),
    "list": ("ontology/patterns/verbs.txt", "\n", "\n:::\n", r"verbs\.txt:\d+: "),
    "query header": ("queries/rivals.rq", "type: iri", "type: irri", r"rivals\.rq:\d+: .*iri"),
    "query": ("queries/rivals.rq", "SELECT ?company", "SELEKT ?company", r"rivals\.rq:\d+: .*column"),
    "setting": ("pyproject.toml", "", "[tool.kg]\nbsae = 1\n", r"pyproject\.toml: .*base"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_named_with_its_line(kind: str, mini: Project) -> None:
    """Exit 5, the last build kept."""
    name, old, new, says = BROKEN[kind]
    path = mini.root / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    assert old in text

    before = mini.current.readlink()
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = one_line(run_kg("build", cwd=mini.root, code=5).stderr)

    assert re.search(says, line)
    assert mini.current.readlink() == before


def test_two_documents_with_one_id_are_both_named(mini: Project) -> None:
    """Exit 5, the last build kept."""
    other = mini.root / "more"
    other.mkdir()
    (other / "harbour.txt").write_text(GOOD, encoding="utf-8")

    line = refuse(mini, "seeds", "more", code=5)

    assert "seeds/harbour.md" in line
    assert "more/harbour.txt" in line


STRUCTURAL = {
    "shape": "<https://example.org/kg/id/claim/0000000000000000> a kgo:Claim .\n",
    "contradiction": """
@prefix owl: <http://www.w3.org/2002/07/owl#> .
id:person\\/no-roe a kgo:Person ; rdfs:label "No Roe" ; skos:prefLabel "No Roe" ;
    owl:sameAs id:person\\/ada-roe ; owl:differentFrom id:person\\/ada-roe .
""",
}


@pytest.mark.parametrize("kind", STRUCTURAL)
def test_what_breaks_the_structure_does_not_become_current(kind: str, mini: Project) -> None:
    """Exit 6; the report says why, ``--force`` makes it current all the same, and status shows that."""
    names = mini.ontology / "names.ttl"
    names.write_text(names.read_text(encoding="utf-8") + STRUCTURAL[kind], encoding="utf-8")

    line = refuse(mini, code=6)
    tried = run_kg("status", "--report", cwd=mini.root).stdout
    status = run_kg("status", cwd=mini.root)
    run_kg("build", "--force", cwd=mini.root)
    forced = run_kg("status", cwd=mini.root)

    assert "structural" in line
    assert "--force" in line
    assert "did not become current" in tried
    assert "structural violation:" in tried
    assert "last try did not become current" in status.stderr
    assert "(forced)" not in status.stdout
    assert "(forced)" in forced.stdout
    assert forced.stderr == ""
    run_kg("validate", cwd=mini.root, code=6)


def test_what_an_article_says_never_blocks_a_build(mini: Project) -> None:
    """A claim that contradicts the names is a conflict or a warning."""
    path = mini.root / "seeds" / "odd.txt"
    path.write_text("Kestrel Motors competes with Kestrel Motors.\n", encoding="utf-8")

    run_kg("build", cwd=mini.root)

    assert kg.status(mini).structural == ()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("SELECT * {\n  ?s ?p\n}", "line 3, column 1"),
        ("SELEC * { ?s ?p ?o }", "line 1, column 1"),
        ("SELECT ?x { ?x a kgo:Plan ", "line 1, column"),
        ("SELECT * { ?s a nope:Thing }", "nope"),
        ("", "line 1, column 1"),
    ],
)
def test_a_syntax_error_has_its_place(text: str, place: str, built_mini: Project) -> None:
    """Exit 7, line and column."""
    line = one_line(run_kg("ask", "-", cwd=built_mini.root, code=7, stdin=text).stderr)

    assert place in line


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("SELECT * { SERVICE <http://192.0.2.1/sparql> { ?s ?p ?o } }", "SERVICE"),
        ("LOAD <http://192.0.2.1/x.ttl>", "LOAD"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "INSERT"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE"),
        ("CLEAR ALL", "CLEAR"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM"),
        ("SELECT * FROM NAMED <http://192.0.2.1/> { GRAPH ?g { ?s ?p ?o } }", "FROM"),
    ],
)
def test_a_query_may_not_leave_or_change_the_graph(text: str, clause: str, mini: Project) -> None:
    """Exit 8, which clause and why; the graph is as it was."""
    before = current(mini)

    line = one_line(run_kg("ask", "-", cwd=mini.root, code=8, stdin=text).stderr)

    assert clause in line
    assert current(mini) == before


def test_a_query_in_another_encoding_is_refused(built_mini: Project) -> None:
    """Rather than asked with other letters."""
    ran = run_kg("ask", "-", cwd=built_mini.root, code=2, stdin='SELECT * { ?s ?p "é" }'.encode("latin-1"))

    assert "UTF-8" in one_line(ran.stderr)


def test_a_second_build_is_told_since_when_the_first_runs(mini: Project) -> None:
    """Exit 10; readers are not kept waiting."""
    with lock_builds(mini, since="2031-05-02 10:00:00 UTC, process 7"):
        line = one_line(run_kg("build", cwd=mini.root, code=10).stderr)
        run_kg("ask", "rivals", cwd=mini.root)

    assert "since 2031-05-02 10:00:00 UTC, process 7" in line


@pytest.mark.parametrize("kilobytes", [1, 4, 16])
def test_a_full_disk_keeps_the_last_build(kilobytes: int, mini: Project) -> None:
    """Exit 11 and a path, wherever the disk is full: in the report, in the store."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, kilobytes * 1024))

    line = refuse(mini, code=11, preexec_fn=limit)

    assert str(mini.root / ".kg") in line
    assert sorted(path.name for path in mini.builds.iterdir()) == [mini.current.readlink().name]


def test_a_kg_folder_that_is_a_file_is_named(tmp_path: Path) -> None:
    """Exit 11: the build has nowhere to go."""
    (tmp_path / "one.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / ".kg").write_text("", encoding="utf-8")

    assert ".kg" in one_line(run_kg("build", "one.txt", cwd=tmp_path, code=11).stderr)


def test_an_export_that_the_disk_does_not_take_keeps_the_old_file(mini: Project) -> None:
    """Exit 11; nothing is left beside it. A full standard output is the same error."""
    (mini.root / "graph.ttl").write_text("old", encoding="utf-8")

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))

    full = one_line(run_kg("export", "-o", "graph.ttl", cwd=mini.root, code=11, preexec_fn=limit).stderr)
    nowhere = one_line(run_kg("export", "-o", "nowhere/graph.ttl", cwd=mini.root, code=11).stderr)
    with Path("/dev/full").open("wb") as device:
        command = [sys.executable, "-m", "kg", "export"]
        ran = subprocess.run(command, cwd=mini.root, stdout=device, stderr=subprocess.PIPE, check=False)

    assert "graph.ttl" in full
    assert "nowhere/graph.ttl" in nowhere
    assert (mini.root / "graph.ttl").read_text(encoding="utf-8") == "old"
    assert not list(mini.root.glob(".*.tmp"))
    assert ran.returncode == 11
    assert "No space left" in one_line(ran.stderr.decode())


def test_a_damaged_build_is_said_to_be_damaged(mini: Project) -> None:
    """Exit 11, and what to do."""
    for path in (mini.current / "store").iterdir():
        path.write_bytes(b"")
    (mini.current / "report.json").write_text("{", encoding="utf-8")

    assert "build again" in one_line(run_kg("ask", "rivals", cwd=mini.root, code=11).stderr)
    assert "build again" in one_line(run_kg("status", cwd=mini.root, code=11).stderr)


def start(project: Project, *arguments: str) -> subprocess.Popen[bytes]:
    """Start ``kg`` so that it can be interrupted, whatever the shell around the tests does with SIGINT."""
    program = (
        "import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n"
        f"from kg.cli import main\nprint('ready', flush=True)\nmain({list(arguments)!r})"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    return process


def test_ctrl_c_stops_a_build_and_keeps_the_last(mini: Project) -> None:
    """Exit 130 and one line."""
    before, lock = current(mini), mini.builds.parent / "lock"
    lock.unlink()
    with start(mini, "build") as process:
        while not (lock.exists() and lock.read_text(encoding="utf-8")):
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=SLOWEST_SECONDS)

    assert process.returncode == 130
    assert "the last build is as it was" in one_line(err.decode().strip() + "\n")
    assert out == b""
    assert current(mini) == before


def test_ctrl_c_stops_a_long_question(mini: Project) -> None:
    """Exit 130, at once, though the engine cannot be told to stop."""
    (mini.root / "long.rq").write_text(
        "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", encoding="utf-8"
    )
    with start(mini, "ask", "long.rq") as process:
        timer = threading.Timer(1.5, process.send_signal, [signal.SIGINT])
        timer.start()
        process.communicate(timeout=10)

    assert process.returncode == 130


@pytest.mark.parametrize("after_seconds", [0.01, 0.05, 0.1, 0.2])
def test_ctrl_c_at_the_start_is_no_traceback(after_seconds: float, mini: Project) -> None:
    """While modules load, too."""
    with start(mini, "build") as process:
        time.sleep(after_seconds)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=SLOWEST_SECONDS)

    assert (process.returncode, b"Traceback" in err) == (130, False), err.decode()


def test_a_fault_of_kg_is_one_line_unless_the_traceback_is_wanted(mini: Project) -> None:
    """Exit 1: nobody is shown code that they have not asked for."""
    program = (
        "import kg.pipeline, kg.cli\nkg.pipeline.status = lambda project: 1 / 0\nkg.cli.main(['status'])"
    )
    command = [sys.executable, "-c", program]

    def run(**env: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=mini.root, capture_output=True, text=True, check=False, env=os.environ | env
        )

    assert run().returncode == 1
    assert one_line(run().stderr).startswith("a fault in kg: ZeroDivisionError")
    assert "Traceback" in run(KG_TRACEBACK="1").stderr
