"""Reading folders: exact text, exact lines in errors, a reason for all that is passed over."""

from __future__ import annotations

import datetime
import hashlib
import os
import shutil
import socket
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BrokenFileError, DuplicateDocumentError, SourceError
from kg.identifiers import ARTICLE_ID
from kg.read import MAX_BYTES, Skipped, read_document, read_documents
from kg.read.articles import id_from_path
from kg.read.text import decode

if TYPE_CHECKING:
    from kg.model import Document

MALFORMED = Path(__file__).parent / "malformed"
BODY = "Acme opened a plant in Lyon."
PAGE = (
    '<html lang="en"><head>{head}<title>Acme opens plant</title></head><body><nav>Subscribe</nav><article>'
    "<h1>Acme opens plant</h1><p>Acme opened a plant in Lyon. It builds vans there for the whole region.</p>"
    "<p>The plant makes 2,000 vans a year, the company said on Monday, and it plans more.</p></article>"
    "<footer>Get the app</footer></body></html>"
)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def read_one(tmp_path: Path, content: str | bytes, name: str = "a.md") -> Document:
    return read_document(write(tmp_path / name, content), relative_to=tmp_path)


def reasons(*folders: Path) -> dict[str, str]:
    return {Path(skipped.path).name: skipped.reason for skipped in read_documents(folders).skipped}


def front(*lines: str) -> str:
    return "\n".join(["---", *lines, "---", "", BODY, ""])


# Text and offsets


@given(
    st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\r\n\t"), max_size=60)
)
def test_decoding_changes_no_character(text: str) -> None:
    """What is UTF-8 comes back as it stands, newlines included; only a mark at the start goes."""
    assert decode(text.encode("utf-8")) == (text.removeprefix("\ufeff"), 0, 0)


@given(st.binary(max_size=60))
def test_any_bytes_become_text_that_can_be_written(content: bytes) -> None:
    """No bytes make decoding fail, or leave a control character or a lone surrogate behind."""
    text, undecodable, controls = decode(content)

    assert text.encode("utf-8").decode("utf-8") == text
    assert not any(unicodedata.category(char) in {"Cc", "Cs"} and char not in "\t\n\r" for char in text)
    assert undecodable >= 0
    assert text.count("\ufffd") >= undecodable + controls


def test_the_text_is_the_file_with_front_matter_and_line_ends(tmp_path: Path) -> None:
    """Offsets count from the first character of the file; the body begins after the front matter."""
    content = f"---\r\ntitle: Acme opens\r\n---\r\n\r\n{BODY}\r\nMore.\r\n"

    document = read_one(tmp_path, b"\xef\xbb\xbf" + content.encode())

    assert document.text == content
    assert document.text[document.body_start :] == f"\r\n{BODY}\r\nMore.\r\n"
    assert document.title == "Acme opens"
    assert document.warnings == ()


def test_both_digests_are_of_what_they_say(tmp_path: Path) -> None:
    """One digest is of the bytes in the file, one of the text in UTF-8."""
    content = b"\xef\xbb\xbf" + BODY.encode()

    document = read_one(tmp_path, content)

    assert document.source_sha256 == hashlib.sha256(content).hexdigest()
    assert document.text_sha256 == hashlib.sha256(BODY.encode()).hexdigest()


def test_control_characters_are_shown_one_for_one(tmp_path: Path) -> None:
    """Each becomes U+FFFD at its place, is counted, and moves no offset."""
    shutil.copy(MALFORMED / "controls.md", tmp_path)

    document = read_document(tmp_path / "controls.md", relative_to=tmp_path)

    assert document.text.startswith("Acme\ufffd opened\ufffd a plant\ufffd in")
    assert len(document.text) == len((MALFORMED / "controls.md").read_bytes())
    assert document.warnings == ("control characters shown as U+FFFD: 3",)


def test_bytes_that_are_not_utf8_are_shown(tmp_path: Path) -> None:
    """One odd letter does not cost the article; a sign that the author wrote is not counted."""
    document = read_document(MALFORMED / "latin1.md", relative_to=MALFORMED)

    assert document.text == "Acme opened a caf\ufffd in Lyon.\n"
    assert document.warnings == ("undecodable signs shown as U+FFFD: 1",)
    assert read_one(tmp_path, f"{BODY} \ufffd").warnings == ()


# Front matter


def test_front_matter_says_who_when_and_where_from(tmp_path: Path) -> None:
    """Every key that kg knows ends in the document."""
    document = read_one(
        tmp_path,
        front(
            "id: bolt-17",
            'title: "Acme: opens"',
            "publisher: Daily Bolt",
            "copy_of: Wire One",
            "creator: Ann Bee",
            "published: 2025-07-02",
            "language: en-GB",
            "source_file: 17.txt",
            f"source_sha256: {'0' * 63}1",
            "text: restated",
        ),
    )

    assert document.id == "bolt-17"
    assert document.title == "Acme: opens"
    assert document.publisher == "Daily Bolt"
    assert document.copy_of == "Wire One"
    assert document.creator == "Ann Bee"
    assert document.published == datetime.date(2025, 7, 2)
    assert document.language == "en-gb"
    assert document.origin_file == "17.txt"
    assert document.origin_sha256 == f"{'0' * 63}1"
    assert document.restated
    assert document.format == "markdown"


@pytest.mark.parametrize(
    "value",
    [
        "2025-07-02",
        "2025-07-02T23:30:00-08:00",
        "2025-07-02 23:30",
        '"2025-07-02T23:30:00Z"',
        "2025-07-02 23:30:00.5 +0800",
    ],
)
def test_of_a_date_and_time_the_date_as_written_counts(tmp_path: Path, value: str) -> None:
    """No zone moves an article to another day."""
    assert read_one(tmp_path, front(f"published: {value}")).published == datetime.date(2025, 7, 2)


@pytest.mark.parametrize(
    ("line", "attribute", "expected"),
    [
        ("id: 007", "id", "007"),
        ("id: 1e5", "id", "1e5"),
        ("title: 2027", "title", "2027"),
        ("title: >\n  two\n  lines", "title", "two lines"),
        ("title:", "title", None),
        ('title: ""', "title", None),
        ("text: original", "restated", False),
        ("published: ~", "published", None),
    ],
)
def test_values_are_taken_as_written(tmp_path: Path, line: str, attribute: str, expected: object) -> None:
    """YAML turns no id or title into a number; an empty value is none."""
    assert getattr(read_one(tmp_path, front(line)), attribute) == expected


def test_what_a_title_cannot_hold_is_shown(tmp_path: Path) -> None:
    """Escapes in YAML smuggle neither a control character nor half a character into the graph."""
    assert read_one(tmp_path, front(r'title: "A\0\ud800B"')).title == "A\ufffd\ufffdB"


def test_keys_of_other_tools_are_ignored(tmp_path: Path) -> None:
    """An article may carry tags and layouts."""
    document = read_one(
        tmp_path,
        front("tags: [cars, vans]", "layout: post", "date: 2025-07-02", "source_url: x", "? [a]", ": b"),
    )

    assert document.published is None


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        (["title: [a, b]"], 2, "title must be one plain value; write title: the headline"),
        (["publisher: {name: Bolt}"], 2, "publisher must be one plain value"),
        (["title: !!python/object/apply:os.system [ls]"], 2, "title must be one plain value"),
        (["title: !!binary aGVsbG8="], 2, "title must be one plain value"),
        (
            ["title: A", "published: 2 July 2025"],
            3,
            "published cannot be '2 July 2025'; write published: a day",
        ),
        (["published: 2025-07"], 2, "such as 2025-07-02"),
        (["published: 2025-02-30"], 2, "published cannot be"),
        (["published: ٢٠٢٥-٠٧-٠٢"], 2, "published cannot be"),
        (["# about", "", "id: a b"], 4, "id cannot be 'a b'"),
        (["id: .."], 2, "id cannot be"),
        ([f"id: {'x' * 121}"], 2, "id cannot be"),
        (["language: English"], 2, "write language: a tag, such as en"),
        (["source_sha256: abc"], 2, "64 lower-case hex digits"),
        (["text: copied"], 2, "write text: original or restated"),
        (["title: A", "title: B"], 3, "title is given twice"),
        (["publishd: 2025-07-02"], 2, "unknown key 'publishd'; write published"),
        (["Title: A"], 2, "unknown key 'Title'; write title"),
        (["copy-of: Bolt"], 2, "unknown key 'copy-of'; write copy_of"),
        (["title: A", "creator: a: b"], 3, "not YAML"),
        (["title: A", "\tid: b"], 3, "not YAML"),
        (["title: A", "id: *a"], 3, "aliases"),
        (["title: A", "tags: " + "[" * 9 + "]" * 9], 3, "nested too deeply"),
        (["title: A", "tags: " + "[" * 30_000], 3, "nested too deeply"),
        (['title: "\\UFFFFFFFF"'], None, "not YAML"),
        (["title: A", "note: |", *["  " + "x" * 99] * 700], 2, "over 65,536 characters"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_front_matter_that_cannot_be_used_is_refused_with_its_line(
    tmp_path: Path, lines: list[str], line: int | None, says: str
) -> None:
    """The message names file and line and says what to write instead."""
    with pytest.raises(BrokenFileError) as caught:
        read_one(tmp_path, front(*lines))

    assert says in str(caught.value)
    assert "a.md" in str(caught.value)
    assert "\n" not in str(caught.value)
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize(
    ("name", "line"), [("broken_yaml.md", 3), ("alias_bomb.md", 4), ("crlf_bad_date.md", 3)]
)
def test_a_malformed_file_is_refused_at_its_line(name: str, line: int) -> None:
    """Neither Windows line ends nor a bomb of aliases hide where the fault is."""
    with pytest.raises(BrokenFileError) as caught:
        read_document(MALFORMED / name, relative_to=MALFORMED)

    assert caught.value.line == line


def test_front_matter_that_is_not_closed_is_refused(tmp_path: Path) -> None:
    """A forgotten line does not turn the keys into the article's first sentence."""
    with pytest.raises(BrokenFileError, match=r"a\.md:1: front matter is not closed"):
        read_one(tmp_path, f"---\ntitle: A\n\n{BODY}\n")


@pytest.mark.parametrize(
    "content",
    [
        f"---\n\n{BODY}\n",
        f"---\n{BODY}\n---\nMore.\n",
        f"---\n- one\n- two\n---\n{BODY}\n",
        f"---\n# A heading\n---\n{BODY}\n",
        f"---\nNote: Acme opened: twice.\n\n{BODY}\n",
        f"----\ntitle: A\n----\n{BODY}\n",
        f" ---\ntitle: A\n---\n{BODY}\n",
    ],
)
def test_a_rule_at_the_top_is_no_front_matter(tmp_path: Path, content: str) -> None:
    """Text between two rules stays text."""
    document = read_one(tmp_path, content)

    assert document.body_start == 0
    assert document.title is None


def test_plain_text_may_have_front_matter_too(tmp_path: Path) -> None:
    """Keys at the top of a .txt file are not taken for a sentence."""
    document = read_one(tmp_path, front("title: A"), "a.TXT")

    assert (document.title, document.format) == ("A", "text")
    assert document.text[document.body_start :].strip() == BODY


# Ids


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("000_abc.md", "000_abc"),
        ("2025/july/a b.md", "2025--july--a-b"),
        ("v1.5.md", "v1.5"),
        ("What's new, Acme?.md", "What-s-new--Acme-"),
    ],
)
def test_an_id_is_the_path_without_its_suffix(path: str, expected: str) -> None:
    """A path that is fit for an IRI stays as it is."""
    assert id_from_path(path) == expected


@given(st.text(alphabet="ab/.é小 -_%", min_size=1, max_size=200))
def test_any_path_gives_an_id_that_fits(path: str) -> None:
    """However a file is called, its id can be part of an IRI."""
    assert ARTICLE_ID.fullmatch(id_from_path(path))


def test_names_in_other_scripts_keep_their_articles_apart(tmp_path: Path) -> None:
    """Letters that an id cannot hold are kept as a hash, whichever way the disk spells an accent."""
    for name in ("小米.md", "蔚来.md", f"{unicodedata.normalize('NFD', 'é')}.md"):
        write(tmp_path / name, BODY)

    ids = [document.id for document in read_documents([tmp_path]).documents]

    assert len(set(ids)) == 3
    assert id_from_path("é.md") in ids


def test_two_documents_with_one_id_are_an_error_that_names_both(tmp_path: Path) -> None:
    """Neither article silently replaces the other."""
    one = write(tmp_path / "one" / "a.md", BODY)
    two = write(tmp_path / "two" / "b.md", front("id: a"))

    with pytest.raises(DuplicateDocumentError) as caught:
        read_documents([tmp_path / "two", tmp_path / "one"])

    assert str(one) in str(caught.value)
    assert str(two) in str(caught.value)


# Folders


def test_folders_are_searched_through_and_sorted_by_id(tmp_path: Path) -> None:
    """Every article in every subfolder, in one order."""
    for name in ("b.md", "a/c.txt", "a/b.markdown", "Z.text", "a.b.md"):
        write(tmp_path / name, BODY)

    documents = read_documents([tmp_path]).documents

    assert [document.id for document in documents] == ["Z", "a--b", "a--c", "a.b", "b"]
    assert [document.path for document in documents] == [
        "Z.text",
        "a/b.markdown",
        "a/c.txt",
        "a.b.md",
        "b.md",
    ]


def test_what_is_no_article_is_passed_over_in_silence(tmp_path: Path) -> None:
    """Hidden files, files about the folder, and files of other types."""
    for name in (
        *(".hidden.md", ".git/a.md", "README.md", "readme.TXT", "README.de.md", "LICENSE", "LICENSE-MIT.txt"),
        *("Licence.md", "CHANGELOG.md", "photo.jpg", "data.csv", "notes"),
    ):
        write(tmp_path / name, BODY)

    assert read_documents([tmp_path]) == read_documents([])


def test_an_article_about_licences_is_an_article(tmp_path: Path) -> None:
    """Only a file that is called README, LICENSE or CHANGELOG is left out, not a headline."""
    write(tmp_path / "license-plates-go-digital.md", BODY)

    assert [document.id for document in read_documents([tmp_path]).documents] == ["license-plates-go-digital"]


def test_a_file_may_be_given_instead_of_a_folder(tmp_path: Path) -> None:
    """What is named is read, even a README."""
    path = write(tmp_path / "deep" / "README.md", BODY)

    (document,) = read_documents([path]).documents

    assert (document.id, document.path) == ("README", "README.md")


def test_a_file_in_two_of_the_folders_is_read_once(tmp_path: Path) -> None:
    """The order of the folders does not matter: the outermost one gives the id."""
    write(tmp_path / "in" / "a.md", BODY)
    (tmp_path / "link").symlink_to(tmp_path / "in", target_is_directory=True)
    inner, link = tmp_path / "in", tmp_path / "link"

    reads = [read_documents(folders) for folders in ([inner, link / "a.md"], [link, inner], [inner, inner])]
    (tmp_path / "link").unlink()
    outer = [
        read_documents(folders)
        for folders in ([tmp_path, inner], [inner, tmp_path], [inner / "a.md", tmp_path])
    ]

    assert [[document.id for document in read.documents] for read in reads] == [["a"]] * 3
    assert [[document.id for document in read.documents] for read in outer] == [["in--a"]] * 3


@pytest.mark.parametrize("name", ["nowhere", "file.md/inside", "x" * 300, "a\0b"])
def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    """A misspelt folder is never taken for an empty one."""
    write(tmp_path / "file.md", BODY)

    with pytest.raises(SourceError, match="name a folder of articles or a file"):
        read_documents([tmp_path / name])


def test_a_folder_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    """Half a folder is never taken for the whole; a file that may not be read is a reason."""
    locked = tmp_path / "locked"
    path = write(locked / "a.md", BODY)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    try:
        assert reasons(tmp_path)["a.md"].startswith("cannot be read")
        locked.chmod(0)
        with pytest.raises(SourceError, match="locked"):
            read_documents([tmp_path])
    finally:
        locked.chmod(0o700)


# What is skipped, with its reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t\r\n", "is empty"),
        (b"\xef\xbb\xbf", "holds no words"),
        ("\u2003\u00a0\n".encode(), "holds no words"),
        (b"---\ntitle: A\n---\n\n", "holds no words after its front matter"),
        (b"***\n", "holds no words"),
        (b"ab\0\0cd\x01\x02" * 9, "is binary"),
        ("Acme открыла завод.".encode("cp1251"), "is binary or not UTF-8"),
        (bytes(range(256)) * 4, "is binary"),
    ],
    ids=str,
)
def test_a_file_without_text_is_skipped_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    """Nothing to read is no error."""
    write(tmp_path / "a.md", content)
    write(tmp_path / "b.md", BODY)

    reads = read_documents([tmp_path])

    assert [document.id for document in reads.documents] == ["b"]
    assert [skipped.path for skipped in reads.skipped] == [str(tmp_path / "a.md")]
    assert reads.skipped[0].reason.startswith(reason)


def test_utf16_is_told_apart_from_binary() -> None:
    """The reason says what to do."""
    assert reasons(MALFORMED / "utf16.md") == {"utf16.md": "is UTF-16; save it as UTF-8"}


def test_a_large_file_is_skipped_without_being_opened(tmp_path: Path) -> None:
    """Five million bytes are read, one more is not."""
    write(tmp_path / "fits.md", b"word " * (MAX_BYTES // 5))
    with (tmp_path / "large.md").open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)

    reads = read_documents([tmp_path])

    assert [document.id for document in reads.documents] == ["fits"]
    assert "5,000,001 bytes" in reads.skipped[0].reason


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
def test_only_regular_files_are_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A link is not followed, a pipe or socket not waited for, and a loop of links no trap."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "out" / "secret.md", BODY)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.md").symlink_to(tmp_path / "out" / "secret.md")
    (folder / "dangling.md").symlink_to(tmp_path / "gone.md")
    (folder / "loop.md").symlink_to(folder / "loop.md")
    (folder / "folder").symlink_to(tmp_path / "out")
    (folder / "up").symlink_to(folder)
    (folder / "other").symlink_to(folder / "other")
    os.mkfifo(folder / "pipe.md")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("in/socket.md")

        found = reasons(folder)

    linked = "is a symbolic link, not a regular file"
    assert found == {
        **dict.fromkeys(("link.md", "dangling.md", "loop.md", "folder", "up"), linked),
        "pipe.md": "is a pipe, not a regular file",
        "socket.md": "is a device or socket, not a regular file",
    }
    assert reasons(folder / "link.md") == {"link.md": linked}
    assert reasons(Path("/dev/null")) == {"null": "is a device or socket, not a regular file"}


def test_a_file_given_of_another_type_is_skipped_with_a_reason(tmp_path: Path) -> None:
    """What was named and not read is always told."""
    path = write(tmp_path / "photo.jpg", b"\xff\xd8")

    assert reasons(path)["photo.jpg"].startswith("is none of .htm, .html, .markdown")


def test_reading_one_document_says_why_it_cannot(tmp_path: Path) -> None:
    """Where a document was asked for, a reason is an error."""
    with pytest.raises(SourceError, match=r"a\.md: is empty"):
        read_one(tmp_path, "")
    with pytest.raises(SourceError, match=r"gone\.md: no such file"):
        read_document(tmp_path / "gone.md", relative_to=tmp_path)


def test_a_name_that_is_not_text_is_shown(tmp_path: Path) -> None:
    """A file name in another encoding reaches neither graph nor message as half a character."""
    name = os.fsdecode(b"caf\xe9.md")
    try:
        write(tmp_path / name, BODY)
    except OSError:
        pytest.skip("this disk takes only UTF-8 names")

    (document,) = read_documents([tmp_path]).documents

    assert document.path == "caf\ufffd.md"
    assert document.path.encode("utf-8")


# Web pages


def test_a_web_page_gives_its_article(tmp_path: Path) -> None:
    """Text without furniture; title, author, outlet and day as the page states them."""
    pytest.importorskip("trafilatura")
    head = (
        '<meta charset="utf-8"><meta property="og:site_name" content="Daily Bolt">'
        '<meta name="author" content="Ann Bee">'
        '<meta property="article:published_time" content="2031-03-04T23:30:00-08:00">'
    )
    content = PAGE.format(head=head).encode()

    document = read_one(tmp_path, content, "a.html")

    assert "Acme opened a plant in Lyon." in document.text
    assert "Subscribe" not in document.text
    assert (document.title, document.creator, document.publisher) == (
        "Acme opens plant",
        "Ann Bee",
        "Daily Bolt",
    )
    assert document.published == datetime.date(2031, 3, 4)
    assert (document.format, document.body_start) == ("html", 0)
    assert document.source_sha256 == hashlib.sha256(content).hexdigest()
    assert document.text_sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert document == read_one(tmp_path, content, "a.html")


@pytest.mark.parametrize("written", ["2025-03", "2025", "March 2025", "03/04/2025"])
def test_no_day_is_invented_for_a_page(tmp_path: Path, written: str) -> None:
    """A month is not completed from the clock, and no order of day and month is guessed."""
    pytest.importorskip("trafilatura")
    head = f'<meta property="article:published_time" content="{written}">'

    assert read_one(tmp_path, PAGE.format(head=head), "a.htm").published is None


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("gb2312", "gb18030"),
        ("Shift_JIS", "shift_jis"),
        ("utf-8", "utf-8"),
        ("rot13", "utf-8"),
        ("utf-16", "utf-8"),
        ("nonsense", "utf-8"),
    ],
)
def test_a_page_is_decoded_as_it_declares(tmp_path: Path, declared: str, encoding: str) -> None:
    """Browsers' meaning of the name; what is no encoding of the web counts as not declared."""
    pytest.importorskip("trafilatura")
    word = {"cp1251": "завод", "gb18030": "工厂", "shift_jis": "工場"}.get(encoding, "usine “é”")
    page = PAGE.replace("a plant", word).format(head=f'<meta charset="{declared}">')

    document = read_one(tmp_path, page.encode(encoding), "a.html")

    assert word in document.text
    assert document.warnings == ()


@pytest.mark.parametrize("page", ["<html></html>", "no markup", "<" * 9999, "<html><body>" + "<div>" * 9999])
def test_a_page_without_an_article_is_skipped(tmp_path: Path, page: str) -> None:
    """Broken markup is a reason, never a crash."""
    pytest.importorskip("trafilatura")
    write(tmp_path / "a.html", page)

    assert reasons(tmp_path)["a.html"].startswith("is HTML")


def test_without_the_extra_the_reason_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain articles are read all the same."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    write(tmp_path / "a.html", PAGE)
    write(tmp_path / "b.md", BODY)

    reads = read_documents([tmp_path])

    assert [document.id for document in reads.documents] == ["b"]
    assert reads.skipped == (
        Skipped(str(tmp_path / "a.html"), 'is HTML, which needs an extra: pip install "kg[html]"'),
    )
